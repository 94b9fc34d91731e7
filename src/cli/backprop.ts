/** `chainrule backprop`: both passes at given numbers, as the table that a student fills in. */
import { paint, visible } from "./colour.js";
import { EXIT, UsageError } from "./command.js";
import { atOption, choice, evalOption, formatOption, ofOption, outOption, strictOption } from "./flags.js";
import { type InputFlags, noGradient, onModel } from "./model-input.js";
import { output } from "./output.js";
import { defineCommand, jsonObject, jsonText, type Run, raise, say } from "./run.js";

interface Flags extends InputFlags {
  readonly grain: "equation" | "operation";
  readonly format: "text" | "json" | "csv";
  readonly out?: string;
}

export const backpropCommand = defineCommand<Flags>({
  name: "backprop",
  operands: "[FILE]",
  summary: "forward and backward pass at given numbers, node by node, with the difference quotient beside it",
  examples: [
    "chainrule backprop net.eq --at values.json",
    "chainrule backprop net.eq --at values.json --format csv > table.csv",
    'echo \'{"x": 1, "y": 2, "z": 0}\' | chainrule backprop -e \'x, y, z : scalar; f = (x + y) max(y, z)\' --at -',
  ],
  options: () => [
    evalOption(),
    ofOption(),
    atOption(),
    choice("--grain <grain>", "a row for each operation, or for each equation", ["operation", "equation"]),
    formatOption(["text", "json", "csv"]),
    strictOption(),
    outOption(),
  ],
  run: backprop,
});

async function backprop(run: Run<Flags>): Promise<void> {
  const { flags, operands, world } = run;
  const { at, of, grain, format } = flags;
  if (at === undefined) throw new UsageError("backprop needs numbers: --at values.json");
  const out = output(flags.out, [...operands, at], world);
  await onModel(run, ({ model, file, values, within }, library) => {
    const options = { grain, ...within, ...(of === undefined ? {} : { of }) };
    const found = library.graphAtValues(model, values?.json ?? "", options);
    const { graph, numbers, functions } = found;
    for (const d of found.diagnostics) say(run, at, values?.json ?? null, d);
    if (numbers === null) {
      raise(run, EXIT.fault);
      return;
    }
    if (graph.output === null || graph.output.upstream === null) {
      noGradient(run, file, graph.output?.name, graph.faults);
      return;
    }
    if (format === "csv") out.write(library.backpropCsv(graph, numbers));
    else if (format === "json") {
      const data = library.graphReport(graph, numbers, functions, [...model.diagnostics, ...found.diagnostics]);
      out.write(`${jsonText(jsonObject(file, data))}\n`);
    } else out.write(library.backpropText(graph, numbers, functions, (t) => paint(run.outColour, "bold", visible(t))));
    raise(run, out.close(run.errColour));
    if ([...numbers.nodes.values()].some((n) => n.agrees === false)) raise(run, EXIT.fault);
  });
}
