/** `chainrule serve`: the page on this machine, for nobody else. */
import type { Server } from "node:http";
import { InvalidArgumentError, Option } from "commander";
import { EXIT, UsageError } from "./command.js";
import { defineCommand, type Run, raise } from "./run.js";
import { reason } from "./sources.js";

const PORT = 8377;
const HOST = "127.0.0.1";

interface Flags {
  readonly port: number;
}

export const serveCommand = defineCommand<Flags>({
  name: "serve",
  operands: "",
  summary: "open the page on this machine: derivations while you type",
  examples: ["chainrule serve", "chainrule serve --port 0"],
  options: () => [
    new Option("--port <number>", "where it listens; 0 takes one that is free").argParser(port).default(PORT),
  ],
  run: serve,
});

function port(value: string): number {
  const number = /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN;
  if (!(number <= 65_535)) throw new InvalidArgumentError("It is a whole number up to 65535.");
  return number;
}

async function serve(run: Run<Flags>): Promise<void> {
  const { world, flags } = run;
  let template: string;
  try {
    template = world.livePage();
  } catch (error) {
    throw new UsageError(`the page was not built (${reason(error)}); npm run build makes it`);
  }
  const { EXAMPLES } = await import("../live/examples.js");
  const library = await world.library();
  const html = await library.live(template, { text: EXAMPLES[0]?.text ?? "", title: "chainrule" });
  const server = await pageServer(html);
  try {
    await new Promise<void>((done, fail) => {
      server.once("error", fail);
      server.listen(flags.port, HOST, done);
    });
  } catch (error) {
    world.err(`chainrule: port ${flags.port} cannot be opened: ${reason(error)}; --port 0 takes one that is free\n`);
    raise(run, EXIT.file);
    return;
  }
  const address = server.address();
  const at = typeof address === "object" && address !== null ? address.port : flags.port;
  world.out(`http://${HOST}:${at}/\n`);
  if (world.stderrIsTerminal) world.err("open this address in a browser; Ctrl+C ends\n");
  await world.ended();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
}

/** Gives one page, to this machine alone: what was sent to another name, by a page elsewhere, is refused. */
async function pageServer(html: string): Promise<Server> {
  // Loaded here: no other command waits for Node's network code.
  const { createServer } = await import("node:http");
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? "default-src 'none'";
  const headers = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": `${policy}; frame-ancestors 'none'`,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
  };
  return createServer((request, response) => {
    const { method, url = "/", headers: asked } = request;
    const isHere = /^(?:127\.0\.0\.1|localhost)(?::\d{1,5})?$/.test(asked.host ?? "");
    const plain = (status: number): void => void response.writeHead(status, { "content-length": "0" }).end();
    if (!isHere) plain(421);
    else if (method !== "GET" && method !== "HEAD") plain(405);
    else if (url === "/favicon.ico") plain(204);
    else if (url !== "/" && !url.startsWith("/?")) plain(404);
    else response.writeHead(200, headers).end(method === "HEAD" ? "" : html);
  });
}
