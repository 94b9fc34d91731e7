// MyST and Jupyter Book: in myst.yml, `project: { plugins: [node_modules/chainrule/integrations/myst.mjs] }`.
// The directive keeps its text until the whole page is read, so that it sees the equations before it.
import { remarkChainrule } from "chainrule/remark";

const code = (value, meta, position) => ({ type: "code", lang: "chainrule", meta, value, position });

/** What mystmd loads. */
const plugin = {
  name: "chainrule",
  directives: [
    {
      name: "chainrule",
      doc: "Equations and questions; the derivations stand in their place.",
      arg: { type: String, doc: "steps, where a derivation stands in the block" },
      options: {
        show: { type: String, doc: "graph, steps none|chain|full" },
        label: { type: String },
        caption: { type: String },
      },
      body: { type: String, required: true },
      run({ arg, body, options = {}, node }) {
        const head = Object.entries(options).map(([name, value]) => `${name}: ${value}`);
        return [code([...head, body].join("\n"), arg ?? null, node?.position)];
      },
    },
  ],
  roles: [
    {
      name: "chainrule",
      doc: "One result in a sentence.",
      body: { type: String, required: true },
      run: ({ body, node }) => [{ type: "inlineCode", value: `chainrule ${body}`, position: node?.position }],
    },
  ],
  transforms: [
    {
      name: "chainrule",
      doc: "Derives what the directives ask for and judges what the page states.",
      stage: "document",
      plugin: () => remarkChainrule({ host: "myst" }),
    },
  ],
};

export default plugin;
