/** The connection of the language server: a module of its own, so that no other command loads the protocol. */
import { createConnection } from "vscode-languageserver/node";
import { serve } from "../editor/server.js";

/** Serves the editor at the other end of standard input and output. */
export const serveStdio = (version: string): void => serve(createConnection(process.stdin, process.stdout), version);
