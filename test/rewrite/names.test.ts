/** One answer for all names, on a seventh of the models; on all of them in names.deep.test.ts. */
import { nameChecks } from "./name-checks.js";

nameChecks(7);
