/** One answer for all names, on all models and seeds. */
import { nameChecks } from "./name-checks.js";

nameChecks(1);
