/** `chainrule cost`: the multiplications of both passes, and what they would be without reuse. */
import { canonicalName } from "../names/canonical.js";
import { unicodeName } from "../print/unicode.js";
import { EXIT } from "./command.js";
import { wholeSource } from "./diagnostics.js";
import { evalOption, formatOption, ofOption, sizesOption, strictOption } from "./flags.js";
import { type InputFlags, noGradient, onModel } from "./model-input.js";
import { defineCommand, jsonObject, jsonText, type Run, raise, say } from "./run.js";

interface Flags extends InputFlags {
  readonly sizes?: ReadonlyMap<string, number>;
  readonly format: "text" | "json";
}

export const costCommand = defineCommand<Flags>({
  name: "cost",
  operands: "[FILE]",
  summary: "count multiplications forward, back with every gradient reused, and back path by path",
  examples: [
    "chainrule cost net.eq",
    "chainrule cost net.eq --sizes n=100,m=50",
    "chainrule cost net.eq --format json",
  ],
  options: () => [evalOption(), ofOption(), sizesOption(), formatOption(["text", "json"]), strictOption()],
  run: cost,
});

function cost(run: Run<Flags>): Promise<void> {
  return onModel(run, ({ model, file }, library) => {
    const { sizes = new Map<string, number>(), of, format } = run.flags;
    const strange = [...sizes.keys()].filter((n) => model.symbols.get(canonicalName(n))?.role !== "size");
    if (strange.length > 0) {
      const known = [...model.symbols.values()].filter((s) => s.role === "size").map((s) => s.name);
      const hint = known.length === 0 ? "the model has no size symbols" : `its sizes are ${known.join(", ")}`;
      say(run, file, null, wholeSource("usage/sizes", `${strange.join(", ")} is no size of the model`, hint));
      raise(run, EXIT.usage);
      return;
    }
    const report = library.costReport(model, { sizes, ...(of === undefined ? {} : { of }) });
    if (report === null) noGradient(run, file, of, []);
    else if (format === "json") run.world.out(`${jsonText(jsonObject(file, library.costData(report)))}\n`);
    else run.world.out(library.costText(report, unicodeName));
  });
}
