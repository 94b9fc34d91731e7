/** A language server on a connection: documents are read after a pause in typing, and asked what is known of them. */
import { type Connection, TextDocumentSyncKind, TextDocuments } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { actionsAt } from "./actions.js";
import { coloursOf, TOKEN_TYPES } from "./colours.js";
import { completionsAt, TRIGGERS } from "./completion.js";
import { diagnosticsOf } from "./diagnostics.js";
import { hoverAt } from "./hover.js";
import { ASK, askEdit, lensesIn } from "./lens.js";
import { type Opened, opened } from "./opened.js";
import { definitionAt, highlightsAt, referencesAt, symbolsIn } from "./symbols.js";

/** Milliseconds without a key before a text is read. */
const PAUSE = 150;

/** Serves until the connection ends. */
export function serve(connection: Connection, version: string): void {
  const documents = new TextDocuments(TextDocument);
  const known = new Map<string, { readonly version: number; readonly opened: Promise<Opened> }>();
  const waiting = new Map<string, ReturnType<typeof setTimeout>>();

  /** What is known of a document as it stands; null where it is not open. */
  const openedAt = async (uri: string): Promise<Opened | null> => {
    const document = documents.get(uri);
    if (document === undefined) return null;
    const old = known.get(uri);
    if (old?.version === document.version) return old.opened;
    // The document changes under its name: what is read is this version of it.
    const { languageId, version: at } = document;
    const frozen = TextDocument.create(uri, languageId, at, document.getText());
    const entry = { version: at, opened: opened(frozen) };
    known.set(uri, entry);
    return entry.opened;
  };

  const publish = async (uri: string): Promise<void> => {
    const found = await openedAt(uri);
    const version = documents.get(uri)?.version;
    if (found === null || found.document.version !== version) return;
    await connection.sendDiagnostics({ uri, version, diagnostics: diagnosticsOf(found) });
  };

  /** Answers from what is known; a fault of ours is said in the log and answers nothing. */
  const ask = async <T>(uri: string, none: T, answer: (opened: Opened) => T): Promise<T> => {
    try {
      const found = await openedAt(uri);
      return found === null ? none : answer(found);
    } catch (error) {
      connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
      return none;
    }
  };

  connection.onInitialize(() => ({
    serverInfo: { name: "chainrule", version },
    capabilities: {
      textDocumentSync: TextDocumentSyncKind.Incremental,
      hoverProvider: true,
      completionProvider: { triggerCharacters: [...TRIGGERS] },
      codeActionProvider: { codeActionKinds: ["quickfix"] },
      definitionProvider: true,
      referencesProvider: true,
      documentHighlightProvider: true,
      documentSymbolProvider: true,
      codeLensProvider: {},
      executeCommandProvider: { commands: [ASK] },
      semanticTokensProvider: { legend: { tokenTypes: [...TOKEN_TYPES], tokenModifiers: [] }, full: true },
    },
  }));

  documents.onDidChangeContent(({ document: { uri, version: at } }) => {
    clearTimeout(waiting.get(uri));
    // A file that is opened is read at once.
    const pause = at <= 1 && !known.has(uri) ? 0 : PAUSE;
    waiting.set(
      uri,
      setTimeout(() => {
        waiting.delete(uri);
        publish(uri).catch((error: unknown) => connection.console.error(String(error)));
      }, pause),
    );
  });
  documents.onDidClose(({ document: { uri } }) => {
    clearTimeout(waiting.get(uri));
    waiting.delete(uri);
    known.delete(uri);
    void connection.sendDiagnostics({ uri, diagnostics: [] });
  });

  connection.onHover(({ textDocument: { uri }, position }) => ask(uri, null, (o) => hoverAt(o, position)));
  connection.onCompletion(({ textDocument: { uri }, position }) => ask(uri, [], (o) => completionsAt(o, position)));
  connection.onCodeAction(({ textDocument: { uri }, range }) => ask(uri, [], (o) => actionsAt(o, range)));
  connection.onDefinition(({ textDocument: { uri }, position }) => ask(uri, null, (o) => definitionAt(o, position)));
  connection.onReferences(({ textDocument: { uri }, position }) => ask(uri, [], (o) => referencesAt(o, position)));
  connection.onDocumentHighlight(({ textDocument: { uri }, position }) =>
    ask(uri, [], (o) => highlightsAt(o, position)),
  );
  connection.onDocumentSymbol(({ textDocument: { uri } }) => ask(uri, [], symbolsIn));
  connection.onCodeLens(({ textDocument: { uri } }) => ask(uri, [], lensesIn));
  connection.languages.semanticTokens.on(({ textDocument: { uri } }) => ask(uri, { data: [] }, coloursOf));
  connection.onExecuteCommand(async ({ command, arguments: given }) => {
    const [uri, question] = given ?? [];
    if (command !== ASK || typeof uri !== "string" || typeof question !== "string") return;
    const edit = await ask(uri, null, (o) => askEdit(o, question));
    if (edit !== null) await connection.workspace.applyEdit({ changes: { [uri]: [edit] } });
  });

  documents.listen(connection);
  connection.listen();
}
