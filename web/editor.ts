/** The editor: the text with its tokens coloured, its faults underlined, and what may be typed next. */
import { autocompletion, type Completion, type CompletionContext, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { type Diagnostic, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { EditorState, type Extension, RangeSetBuilder, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, drawSelection, EditorView, keymap, placeholder } from "@codemirror/view";
import type { Answers, Fault } from "../src/live/messages.js";
import type { TextToken } from "../src/parse/tokens.js";

const colours = StateEffect.define<readonly TextToken[]>();
const lights = StateEffect.define<readonly [number, number] | null>();

/** Decorations that come from elsewhere and move along with the text until the next ones come. */
const decorated = <T>(effect: typeof colours | typeof lights, made: (value: T, length: number) => DecorationSet) =>
  StateField.define<DecorationSet>({
    create: () => Decoration.none,
    update: (old, transaction) => {
      let now = old.map(transaction.changes);
      for (const e of transaction.effects)
        if (e.is(effect as typeof colours)) now = made(e.value as T, transaction.newDoc.length);
      return now;
    },
    provide: (field) => EditorView.decorations.from(field),
  });

const tokenMarks = decorated<readonly TextToken[]>(colours, (tokens, length) => {
  const builder = new RangeSetBuilder<Decoration>();
  for (const { kind, start, end } of tokens)
    if (end <= length && start < end) builder.add(start, end, Decoration.mark({ class: `tok-${kind}` }));
  return builder.finish();
});

const lightMarks = decorated<readonly [number, number] | null>(lights, (place, length) =>
  place === null || place[1] > length || place[0] >= place[1]
    ? Decoration.none
    : Decoration.set([Decoration.mark({ class: "lit" }).range(place[0], place[1])]),
);

/** Characters that come in one piece and are put in at once: as typed text a browser takes minutes for a megabyte. */
const PIECE = 500;

const inOnePiece = EditorView.domEventHandlers({
  beforeinput: (event, view) => {
    const text = event.data ?? event.dataTransfer?.getData("text/plain") ?? "";
    if (!event.inputType.startsWith("insert") || event.isComposing || text.length < PIECE) return false;
    view.dispatch(view.state.replaceSelection(text), { userEvent: "input.paste", scrollIntoView: true });
    event.preventDefault();
    return true;
  },
});

export interface Editor {
  readonly text: () => string;
  /** Puts a text in the place of the one that is there; it can be taken back. */
  readonly write: (text: string) => void;
  readonly colour: (tokens: readonly TextToken[], of: string) => void;
  readonly mark: (faults: readonly Fault[], of: string) => void;
  readonly light: (place: readonly [number, number] | null) => void;
  readonly words: (words: Answers["words"]) => void;
  readonly focus: () => void;
}

/** Characters of a text whose faults are underlined. */
const MOST_MARKED = 400_000;

export function editor(parent: HTMLElement, text: string, changed: (text: string) => void): Editor {
  let words: readonly Completion[] = [];
  const complete = (context: CompletionContext) => {
    const before = context.matchBefore(/[\p{L}_][\p{L}\p{N}_]*/u);
    if (before === null || (before.to - before.from < 2 && !context.explicit)) return null;
    return { from: before.from, options: words, validFor: /^[\p{L}\p{N}_]*$/u };
  };
  const extensions: Extension = [
    history(),
    drawSelection(),
    inOnePiece,
    EditorView.lineWrapping,
    tokenMarks,
    lightMarks,
    autocompletion({ override: [complete], icons: false, activateOnTypingDelay: 250 }),
    placeholder("Type equations, or paste LaTeX"),
    keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap, ...lintKeymap]),
    EditorView.contentAttributes.of({ "aria-label": "Equations", spellcheck: "false", autocapitalize: "off" }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) changed(update.state.doc.toString());
    }),
  ];
  const view = new EditorView({ parent, state: EditorState.create({ doc: text, extensions }) });
  const now = (): string => view.state.doc.toString();
  const replace = (next: string): void => {
    // Only what differs, so that the cursor stays where it is.
    const old = now();
    let start = 0;
    while (start < old.length && start < next.length && old[start] === next[start]) start += 1;
    let [a, b] = [old.length, next.length];
    while (a > start && b > start && old[a - 1] === next[b - 1]) {
      a -= 1;
      b -= 1;
    }
    view.dispatch({ changes: { from: start, to: a, insert: next.slice(start, b) }, userEvent: "input.replace" });
  };
  const diagnostic = ({ start, end, severity, message, hint, fixes }: Fault): Diagnostic => ({
    from: start,
    to: Math.max(end, Math.min(start + 1, view.state.doc.length)),
    severity: severity === "note" ? "info" : severity,
    message: hint === null ? message : `${message}\n${hint}`,
    actions: fixes.map((fix) => ({ name: fix.label, apply: () => replace(fix.text) })),
  });
  return {
    text: now,
    write: replace,
    colour: (tokens, of) => {
      if (of === now()) view.dispatch({ effects: colours.of(tokens) });
    },
    mark: (faults, of) => {
      if (of !== now()) return;
      const shown = of.length > MOST_MARKED ? [] : faults.map(diagnostic);
      view.dispatch(setDiagnostics(view.state, shown));
    },
    light: (place) => view.dispatch({ effects: lights.of(place) }),
    words: (next) => {
      words = next.map(({ label, type }) => ({ label, type }));
    },
    focus: () => view.focus(),
  };
}
