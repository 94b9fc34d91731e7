/** The page: what is typed is derived in a worker, and only what has changed is shown anew. */
import { EXAMPLES } from "../src/live/examples.js";
import { DEFAULTS, type LinkedDocument, linkOf, readLink, type Settings } from "../src/live/link.js";
import type { Answers, Ask, Document, Said } from "../src/live/messages.js";
import type { TextToken } from "../src/parse/tokens.js";
import { codeLines } from "./code.js";
import { byId, copy, element, makeScrollable, say, showBlocks } from "./dom.js";
import { editor as makeEditor } from "./editor.js";
import { engine as makeEngine, type Outcome } from "./engine.js";
import { faults } from "./faults.js";
import { graphView } from "./graph.js";
import { keys } from "./keys.js";
import { light } from "./light.js";
import { names } from "./names.js";
import { tabs as makeTabs } from "./tabs.js";

/** What the page was built with: a text and what it answers, so that something stands there at once. */
interface First {
  readonly text: string;
  readonly way: Settings["way"];
  readonly values: string;
  readonly tokens: readonly TextToken[];
  readonly answers: Said;
}

/** Milliseconds after the last key until the address is written, and until a long text is derived. */
const WRITE_AFTER = 400;
const LONG_AFTER = 300;
/** Until the lines out of sight are drawn: who goes on typing is not kept waiting. */
const DRAW_AFTER = 150;
const LONG = 50_000;
/** A link of more characters is not put into the address. */
const MOST_ADDRESS = 1_000_000;

const UNASKED = "Nothing is asked yet: a definition is s = u^T f(W x + b), a question ∂s/∂W.";
const FAULTY = "No answer yet: the text has a fault, which stands under it.";

const first = JSON.parse(byId("first").textContent ?? "") as First;

const FIRST: LinkedDocument = {
  text: first.text,
  settings: { ...DEFAULTS, way: first.way },
  steps: "",
  values: first.values,
};

let { settings, steps, values } = FIRST;
let places = new Map(first.answers.places);
/** Whether the address holds a document; `#rule-…` is a place on the page. */
const linkGiven = location.hash.length > 1 && !/^#rule-/.test(location.hash);
/** Whether what is shown are the answers of a text without a fault. */
let hasGood = !linkGiven;

const engine = makeEngine(startWorker, (busy) => document.documentElement.classList.toggle("busy", busy));
const editor = makeEditor(byId("editor"), linkGiven ? "" : first.text, () => changed());
const written = {
  text: editor.text,
  write: (text: string) => {
    editor.write(text);
    editor.focus();
  },
};
const showNames = names(written);
const showFaults = faults(written);
const showGraph = graphView((next) => {
  values = next;
  void graph();
  writeSoon();
});
const tabs = makeTabs((tab) => {
  settings = { ...settings, tab };
  writeSoon();
  void panel();
});

/** The document that is derived. A page without a text shows what it was built with. */
const current = (): Document => ({ text: isEmpty() ? FIRST.text : editor.text(), way: settings.way });
const isEmpty = (): boolean => editor.text().trim() === "";

// ---------------------------------------------------------------- deriving

let timer: ReturnType<typeof setTimeout> | undefined;

function changed(): void {
  writeSoon();
  clearTimeout(timer);
  if (editor.text().length > LONG) timer = setTimeout(derive, LONG_AFTER);
  else derive();
}

function derive(): void {
  const document = current();
  void engine.ask(document, { ask: "colour" }).then((outcome) => {
    if ("reply" in outcome) editor.colour(outcome.reply, document.text);
  });
  void engine.ask(document, { ask: "answers" }).then((outcome) => {
    if ("superseded" in outcome || document.text !== current().text) return;
    if ("failure" in outcome) {
      notice(`This text could not be derived: ${outcome.failure}.`);
      stale(true);
      return;
    }
    show(outcome.reply, document.text);
    void panel();
  });
}

function show(next: Answers, text: string): void {
  notice("");
  byId("example").hidden = !isEmpty();
  editor.mark(next.faults, text);
  editor.words(next.words);
  showFaults(next);
  places = new Map(next.places);
  showNames(next);
  showBlocks(byId("equations"), next.equations);
  // The last good answer stays while the text is broken.
  if (!next.sound && hasGood && next.faults.some((f) => f.severity === "error")) {
    stale(true);
    return;
  }
  hasGood = next.sound;
  stale(false);
  byId("results-empty").hidden = next.results.length > 0;
  byId("results-empty").textContent = next.faults.some((f) => f.severity === "error") ? FAULTY : UNASKED;
  showBlocks(byId("results"), next.results);
  showBlocks(byId("derivations"), next.derivations);
  clearTimeout(drawing);
  drawing = setTimeout(() => void drawLater(), DRAW_AFTER);
  const asked = next.questions.filter((q) => q.asked).map((q) => q.text);
  say(asked.length === 0 ? "nothing is asked" : `derived ${asked.slice(0, 6).join(", ")}`);
}

let drawing: ReturnType<typeof setTimeout> | undefined;

/** Draws the lines that stand there as they are read, some at a time, until all are drawn or the text is another. */
async function drawLater(): Promise<void> {
  const { text } = current();
  for (;;) {
    const next = byId("derivations").querySelector<HTMLElement>("[data-later]");
    if (next === null || byId("answers").classList.contains("stale")) return;
    const [result = 0, line = 0] = (next.dataset.later ?? "").split(",").map(Number);
    const reply = await told({ ask: "lines", result, line });
    if (reply === null || reply.html.length === 0 || current().text !== text || !next.isConnected) return;
    let at: Element | null = next;
    for (const html of reply.html) {
      const after: Element | null = at?.nextElementSibling ?? null;
      if (at !== null) at.outerHTML = html;
      at = after;
    }
    makeScrollable(byId("derivations"));
    lights.again();
  }
}

function stale(isStale: boolean): void {
  byId("answers").classList.toggle("stale", isStale);
  byId("stale").hidden = !isStale;
}

function notice(text: string): void {
  byId("notice").textContent = text;
  byId("notice").hidden = text === "";
}

// ---------------------------------------------------------------- panels

async function told<A extends Ask>(ask: A): Promise<Extract<Outcome<A["ask"]>, { reply: unknown }>["reply"] | null> {
  const outcome = await engine.ask(current(), ask);
  if ("reply" in outcome) return outcome.reply;
  if ("failure" in outcome) say(outcome.failure);
  return null;
}

/** Brings the panel that is open up to date. */
async function panel(): Promise<void> {
  const { tab } = settings;
  if (tab === "graph") await graph();
  else if (tab === "check") await check();
  else if (tab === "code") await code();
  else if (tab === "text") await text();
  makeScrollable(byId(`panel-${tab}`));
  lights.again();
}

async function graph(): Promise<void> {
  const width = Math.max(byId("picture").clientWidth, 560);
  const reply = await told({ ask: "graph", values: values === "" ? null : values, grain: settings.grain, width });
  if (reply === null) return;
  // Numbers of another model: begin anew.
  if (reply.why !== null && values !== "") {
    values = "";
    await graph();
    return;
  }
  showGraph.show(reply);
  lights.again();
}

async function check(): Promise<void> {
  const reply = await told({ ask: "check" });
  if (reply !== null) showBlocks(byId("checks"), [{ key: "checks", html: reply.html }]);
  await judge();
}

async function judge(): Promise<void> {
  const reply = await told({ ask: "steps", written: steps });
  if (reply === null) return;
  showBlocks(byId("first-wrong"), [{ key: "first-wrong", html: reply.html }]);
  byId("steps").setAttribute("aria-invalid", String(reply.wrong));
  makeScrollable(byId("panel-check"));
}

async function code(): Promise<void> {
  const reply = await told({ ask: "code", target: settings.target });
  if (reply === null) return;
  byId("code").replaceChildren(...codeLines(reply));
  byId("code-faults").textContent = reply.faults.join("\n");
}

async function text(): Promise<void> {
  const reply = await told({ ask: "text", format: settings.format });
  if (reply !== null) byId("as-text").textContent = reply.text;
}

// ---------------------------------------------------------------- the address

let writing: ReturnType<typeof setTimeout> | undefined;
/** The hash that the page wrote last: a change to another one is a visitor's. */
let address = "";

const linked = (): LinkedDocument => ({ text: editor.text(), settings, steps, values });

/** Whether the page is as it was built: then its address says nothing. */
const isFirst = (document: LinkedDocument): boolean =>
  JSON.stringify([document.text, document.steps, document.values, Object.entries(document.settings).sort()]) ===
  JSON.stringify([FIRST.text, FIRST.steps, FIRST.values, Object.entries(FIRST.settings).sort()]);

function writeSoon(): void {
  clearTimeout(writing);
  writing = setTimeout(() => void writeAddress(), WRITE_AFTER);
}

async function writeAddress(): Promise<void> {
  const now = linked();
  const link = isFirst(now) ? "" : await linkOf(now);
  if (link.length > MOST_ADDRESS) {
    say("this text is too long for a link");
    return;
  }
  address = link;
  if (location.hash !== link) history.replaceState(null, "", link === "" ? location.pathname + location.search : link);
}

/** Shows a document: one that a link holds, or the one that the page was built with. */
function open({ text, settings: given, steps: mine, values: numbers }: LinkedDocument): void {
  byId("refused").hidden = true;
  settings = given;
  steps = mine;
  values = numbers;
  byId<HTMLTextAreaElement>("steps").value = steps;
  for (const key of ["way", "grain", "target", "format"] as const) byId<HTMLSelectElement>(key).value = settings[key];
  theme();
  tabs.show(settings.tab);
  // What is written anew is derived; what stands there already may be asked otherwise.
  if (text !== editor.text()) editor.write(text);
  else derive();
}

async function openAddress(): Promise<void> {
  const { hash } = location;
  address = hash;
  if (hash.length <= 1) {
    open(FIRST);
    return;
  }
  const read = await readLink(hash);
  if ("refused" in read) {
    open(FIRST);
    refused(read.refused);
    return;
  }
  open(read.document);
}

function refused(why: string): void {
  byId("refused").textContent = `This link could not be opened: ${why}. Here is the page without it.`;
  byId("refused").hidden = false;
}

addEventListener("hashchange", () => {
  // A link to a rule of the page is no document.
  if (location.hash === address || /^#rule-/.test(location.hash)) return;
  void openAddress();
});

// ---------------------------------------------------------------- controls

function theme(): void {
  document.documentElement.dataset.theme = settings.theme;
}

function choose<K extends "way" | "grain" | "target" | "format">(key: K, then: () => void): void {
  byId<HTMLSelectElement>(key).addEventListener("change", (event) => {
    settings = { ...settings, [key]: (event.target as HTMLSelectElement).value as Settings[K] };
    writeSoon();
    then();
  });
}

choose("way", derive);
choose("grain", () => void panel());
choose("target", () => void panel());
choose("format", () => void panel());

const examples = byId<HTMLSelectElement>("examples");
examples.append(...EXAMPLES.map((e, i) => element("option", { value: String(i) }, e.title)));
examples.addEventListener("change", () => {
  const example = EXAMPLES[Number(examples.value)];
  examples.value = "";
  if (example === undefined) return;
  values = "";
  written.write(example.text);
});

byId("share").addEventListener("click", async () => {
  await writeAddress();
  const link = isFirst(linked()) ? `${location.href.split("#")[0]}${await linkOf(linked())}` : location.href;
  await copy(link, "link");
});
byId("theme").addEventListener("click", () => {
  const dark =
    settings.theme === "dark" || (settings.theme === "system" && matchMedia("(prefers-color-scheme: dark)").matches);
  settings = { ...settings, theme: dark ? "light" : "dark" };
  theme();
  writeSoon();
});
byId("help").addEventListener("click", () => byId<HTMLDialogElement>("about").showModal());
byId("copy-code").addEventListener("click", () => void copy(byId("code").textContent ?? "", "code"));
byId("copy-text").addEventListener("click", () => void copy(byId("as-text").textContent ?? "", settings.format));

let judging: ReturnType<typeof setTimeout> | undefined;
byId("steps").addEventListener("input", (event) => {
  steps = (event.target as HTMLTextAreaElement).value;
  writeSoon();
  clearTimeout(judging);
  judging = setTimeout(() => void judge(), 200);
});

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const button = target?.closest<HTMLButtonElement>("button[data-copy]");
  if (button != null) void copy(button.dataset.copy ?? "", "LaTeX");
  const sign = target?.closest<HTMLButtonElement>("button[data-unfold]");
  if (sign != null) void unfold(sign);
  const rule = target?.closest<HTMLAnchorElement>("a[href^='#rule-']");
  if (rule != null) {
    // The address holds the document; a rule is shown without it.
    event.preventDefault();
    showRule((rule.getAttribute("href") ?? "").slice(1));
  }
});

function showRule(id: string): void {
  const rule = document.getElementById(id);
  if (rule === null) return;
  rule.closest("details")?.setAttribute("open", "");
  rule.tabIndex = -1;
  rule.focus();
  rule.scrollIntoView({ block: "center" });
}

async function unfold(sign: HTMLButtonElement): Promise<void> {
  const line = sign.closest(".cr-step");
  if (line === null) return;
  const old = line.querySelector(":scope > .cr-more");
  sign.setAttribute("aria-expanded", String(old === null));
  if (old !== null) {
    old.remove();
    return;
  }
  const box = element("div", { class: "cr-more" });
  line.append(box);
  const [result = 0, at = 0] = (sign.dataset.unfold ?? "").split(",").map(Number);
  const reply = await told({ ask: "unfold", result, line: at, values: values === "" ? null : values });
  if (reply !== null) box.innerHTML = reply.html;
  makeScrollable(box);
}

const lights = light(
  (name) => places.get(name) ?? null,
  (place) => editor.light(place),
);
keys(byId("derivations"));
addEventListener("resize", () => makeScrollable(byId("answers")));

// ---------------------------------------------------------------- beginning

function startWorker(): Worker {
  const inside = document.getElementById("worker");
  if (inside === null) return new Worker(new URL(WORKER, document.baseURI), { type: "module" });
  const address = URL.createObjectURL(new Blob([inside.textContent ?? ""], { type: "text/javascript" }));
  return new Worker(address);
}

/** The file of the worker beside the page; the build puts it here. */
declare const WORKER: string;

/** Shows what the page was built with: its blocks stand there, and no worker is needed yet. */
function showFirst(): void {
  const { answers, tokens, text } = first;
  editor.colour(tokens, text);
  editor.mark(answers.faults, text);
  editor.words(answers.words);
  showFaults(answers);
  showNames(answers);
  makeScrollable(byId("answers"));
}

/** Starts the worker before it is needed: when somebody turns to the page, or has looked at it for a while. */
function warmSoon(): void {
  const warm = (): void => {
    for (const kind of ["pointermove", "pointerdown", "keydown", "focusin"]) removeEventListener(kind, warm);
    engine.warm();
  };
  for (const kind of ["pointermove", "pointerdown", "keydown", "focusin"])
    addEventListener(kind, warm, { passive: true });
  setTimeout(warm, 5000);
}

async function begin(): Promise<void> {
  tabs.show(settings.tab);
  theme();
  if (linkGiven) {
    // What the page was built with is not what the link asks for.
    for (const id of ["results", "derivations", "equations"]) showBlocks(byId(id), []);
    await openAddress();
  } else {
    showFirst();
    warmSoon();
  }
  document.documentElement.dataset.ready = "";
}

byId("plain").remove();
void begin();
