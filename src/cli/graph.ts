/** `chainrule graph`: the computation graph as a picture, for Graphviz, or as data. */
import { EXIT } from "./command.js";
import { wholeSource } from "./diagnostics.js";
import { atOption, choice, evalOption, formatOption, ofOption, outOption, strictOption } from "./flags.js";
import { type InputFlags, onModel } from "./model-input.js";
import { output } from "./output.js";
import { defineCommand, jsonObject, jsonText, type Run, raise, say } from "./run.js";

interface Flags extends InputFlags {
  readonly grain: "equation" | "operation";
  readonly format: "svg" | "dot" | "json";
  readonly out?: string;
}

export const graphCommand = defineCommand<Flags>({
  name: "graph",
  operands: "[FILE]",
  summary: "draw the computation graph: values forward, upstream, local and downstream gradients back",
  examples: [
    "chainrule graph net.eq --out net.svg",
    "chainrule graph net.eq --at values.json --grain operation --out net.svg",
    "chainrule graph -e 'z = W x + b; h = f(z); s = u^T h' --format dot | dot -Tpdf > net.pdf",
  ],
  options: () => [
    evalOption(),
    ofOption(),
    atOption(),
    choice("--grain <grain>", "one node an equation, or one node an operation", ["equation", "operation"]),
    formatOption(["svg", "dot", "json"], "what is written"),
    strictOption(),
    outOption(),
  ],
  run: graph,
});

async function graph(run: Run<Flags>): Promise<void> {
  const { at, of, grain, format, out: target } = run.flags;
  const out = output(target, [...run.operands, ...(at === undefined ? [] : [at])], run.world);
  await onModel(run, ({ model, file, values, within }, library) => {
    const options = { grain, ...within, ...(of === undefined ? { all: true } : { of }) };
    const found =
      values === null
        ? {
            graph: library.computationGraph(model, options),
            numbers: null,
            functions: new Map<string, string>(),
            diagnostics: [],
          }
        : library.graphAtValues(model, values.json, options);
    for (const d of found.diagnostics) say(run, values?.file ?? file, values?.json ?? null, d);
    if (found.diagnostics.some((d) => d.severity === "error")) {
      raise(run, EXIT.fault);
      return;
    }
    const { graph: drawn, numbers, functions } = found;
    for (const fault of drawn.faults)
      say(run, file, null, { ...wholeSource("graph/no-gradient", fault), severity: "warning" });
    if (format === "dot") out.write(library.graphDot(drawn, numbers));
    else if (format === "svg") out.write(library.graphSvg(drawn, numbers, { functions }));
    else {
      const data = library.graphReport(drawn, numbers, functions, [...model.diagnostics, ...found.diagnostics]);
      out.write(`${jsonText(jsonObject(file, data))}\n`);
    }
    raise(run, out.close(run.errColour));
  });
}
