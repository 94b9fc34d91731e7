// Properties of `npm test` draw the same cases in every run, so that a failure is the change's own; `npm run test:deep` draws new ones.
import fc from "fast-check";

fc.configureGlobal({ seed: 20_261_123 });
