/** The MCP server: tools over standard input and output, for a host that language models work in. */
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { loadMathjs } from "../../../src/numeric/mathjs.js";
import manifest from "../package.json" with { type: "json" };
import { TOOLS } from "./tools.js";

const INSTRUCTIONS =
  "chainrule derives gradients, Jacobians and Hessians of matrix expressions and proves or refutes derivatives that are claimed. Judge a gradient before you state it; quote the counterexample where one is wrong.";

/** A server with its tools, not yet connected. */
export function mcpServer(): McpServer {
  const server = new McpServer({ name: "chainrule", version: manifest.version }, { instructions: INSTRUCTIONS });
  for (const [name, { run, ...about }] of Object.entries(TOOLS))
    server.registerTool(
      name,
      { ...about, annotations: { readOnlyHint: true, openWorldHint: false, idempotentHint: true } },
      // The schema of each tool is that of what it runs on; a table of tools cannot say so to the compiler.
      run as never,
    );
  return server;
}

/** Serves over standard input and output until the host closes them. Reads no file, writes none. */
export async function serveStdio(): Promise<void> {
  await loadMathjs();
  await mcpServer().connect(new StdioServerTransport());
}
