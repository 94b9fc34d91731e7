/** `chainrule mcp`: tools for language models over standard input and output, by a package of its own. */
import { UsageError } from "./command.js";
import { defineCommand, type Run } from "./run.js";

/** Not among the packages that everybody installs: what it stands on is larger than chainrule. */
const PACKAGE: string = "chainrule-mcp";

export const mcpCommand = defineCommand({
  name: "mcp",
  operands: "",
  summary: "serve language models: tools that derive, judge and proofread (MCP over stdio)",
  examples: ["chainrule mcp"],
  options: () => [],
  run: serveModels,
});

async function serveModels({ world }: Run): Promise<void> {
  if (world.stdinIsTerminal)
    throw new UsageError("a host of language models speaks to this command over standard input; docs/mcp.md says how");
  let served: { serveStdio(): Promise<void> };
  try {
    served = (await import(PACKAGE)) as typeof served;
  } catch {
    throw new UsageError(
      `this needs the package ${PACKAGE}: npm install ${PACKAGE}, or npx -y ${PACKAGE} in its place`,
    );
  }
  await served.serveStdio();
  await world.ended();
}
