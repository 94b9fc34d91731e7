/** What each command prints with `--format json`; `scripts/schema.ts` makes `docs/schema.json` of these types. */
import type { CheckReport } from "../src/api/check.js";
import type { StepsReport } from "../src/api/steps.js";
import type { jsonOf } from "../src/cli/notes-findings.js";
import type { Envelope } from "../src/cli/run.js";
import type { costData } from "../src/graph/cost.js";
import type { GraphReport } from "../src/graph/graph-report.js";
import type { CatalogueEntry } from "../src/report/catalogue.js";
import type { Report } from "../src/report/report.js";

export interface Outputs {
  /** `derive`: an object for one file, an array for several. */
  readonly derive: Envelope & Report;
  /** `check`: an object for one file, an array for several. */
  readonly check: Envelope & CheckReport;
  /** `check --steps`. */
  readonly steps: Envelope & StepsReport;
  /** `notes check`: an array, one for each note. */
  readonly notes: ReturnType<typeof jsonOf>;
  /** `graph` and `backprop`. */
  readonly graph: Envelope & GraphReport;
  readonly cost: Envelope & ReturnType<typeof costData>;
  /** `rules`: an array. */
  readonly rules: CatalogueEntry;
}
