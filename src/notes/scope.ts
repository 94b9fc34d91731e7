/**
 * The statements of notes so far. A statement sees the latest earlier definition of each name; a repeat
 * changes nothing, and a definition that conflicts with an earlier one starts a new scope, of which
 * the earlier ones are remembered: a claim further down may still mean what a name stood for before.
 */
import { type Cut, headsOf, indexHeads, isDeclaration } from "./statements.js";

/** A definition or a declaration at its place in the notes. */
interface Version {
  readonly cut: Cut;
  readonly line: number;
  readonly section: number;
  /** Counts statements that were taken in. */
  readonly time: number;
}

/** A text to be derived from, with the line of the notes for each of its lines. */
export interface ModelText {
  readonly source: string;
  readonly lines: readonly number[];
}

/** Definitions as a text, and the names that stand in them. */
export interface Behind extends ModelText {
  readonly names: ReadonlySet<string>;
  /** Names that they define or declare. */
  readonly heads: ReadonlySet<string>;
  readonly cuts: readonly Cut[];
  /** Where each of them stands: its line, and when it was taken in. */
  readonly places: readonly Version[];
  /** Sections in which a definition stands that they hold. */
  readonly sections: ReadonlySet<number>;
}

/** The definitions that a claim may see. */
export interface View {
  /** Nothing later than this, but for what is defined only later in the same section. */
  readonly time: number;
  readonly section: number;
  readonly declarations: boolean;
  /** Only what stands in the section itself. */
  readonly only: boolean;
  /** What the section defines, further down too, stands before what others do: `… where v = W x`. */
  readonly ahead?: boolean;
}

/** The times at which a claim itself is made, both included. */
export interface Own {
  readonly from: number;
  readonly to: number;
}

export interface Scope {
  /** Takes in a definition or declaration; says what became of it. */
  take(cut: Cut, line: number, section: number): "new" | "repeat" | "conflict";
  readonly now: () => number;
  /** Takes note that a derivative is stated; `left` is its left side, `key` equal where the same is stated of it. */
  readonly claim: (left: string, key: string) => void;
  /**
   * Times before the latest conflicts until then, latest first: what the names may still stand for in a claim, and what
   * they may stand for only where what they are now says nothing of it.
   */
  readonly before: (
    names: Iterable<string>,
    stated: { readonly left: string; readonly key: string },
    view: View,
    own: Own,
  ) => { readonly open: readonly number[]; readonly past: readonly number[] };
  /** Whether what names stood for at a time of their section is nearer to a claim than what the view makes of them. */
  readonly isNearer: (names: Iterable<string>, at: number, view: View) => boolean;
  readonly isKnown: (name: string) => boolean;
  /** How many different definitions of a name there are. */
  readonly versions: (name: string) => number;
  /** Whether a name is declared in a section by a time. */
  readonly isDeclared: (name: string, section: number, time: number) => boolean;
  /** Whether a name is defined in a section, or stands in a definition there. */
  readonly isUsed: (name: string, section: number) => boolean;
  /** All that `names` rest on, as text; names in `own` are left to the text that follows. */
  readonly behind: (names: Iterable<string>, view: View, own?: ReadonlySet<string>) => Behind;
}

/** Scopes that a claim is compared with before it is called wrong. */
const REMEMBERED = 3;
/** Definitions that a claim may rest on; more are no notes. */
const MAX_BEHIND = 5000;

export function scope(): Scope {
  const definitions = new Map<string, Version[]>();
  const declarations = new Map<string, Version[]>();
  /** By the keys of letters: all that is said of h_t, h_0 and h_{t-1}, where t runs. */
  const indexed = new Map<string, Version[]>();
  const mentioned = new Set<string>();
  const used = new Set<string>();
  const conflicts: number[] = [];
  /** By their left sides: when a claim was made, and of what. */
  const claims = new Map<string, { readonly at: number; readonly key: string }[]>();
  let time = 0;

  const latest = (versions: readonly Version[] | undefined, view: View): Version | null => {
    if (versions === undefined) return null;
    const { time: until, section, only, ahead = false } = view;
    const own = versions.filter((v) => v.section === section);
    const seen = only || (ahead && own.length > 0) ? own : versions;
    const last = seen.findLast((v) => v.time <= until);
    if (last !== undefined) return last;
    const [first] = ahead ? own : versions;
    return first !== undefined && first.section === section ? first : null;
  };

  /** Of what is said under a key the latest of each left side. */
  const lastOfEach = (versions: readonly Version[] | undefined, view: View): readonly Version[] => {
    const byHead = new Map<string, Version[]>();
    for (const v of versions ?? []) {
      const head = `${v.cut.statement.type} ${headsOf(v.cut.statement).join()}`;
      byHead.set(head, [...(byHead.get(head) ?? []), v]);
    }
    return [...byHead.values()].flatMap((all) => latest(all, view) ?? []);
  };

  const defined = ({ places }: Behind): ReadonlyMap<string, Version> =>
    new Map(places.filter((v) => isDefinition(v.cut)).flatMap((v) => headsOf(v.cut.statement).map((h) => [h, v])));

  /**
   * Whether a claim speaks of what its names are now: a section that defines a name anew is not about what the name was
   * in another, and a meaning that this very derivative was stated of in its own time, by another claim, has been dealt
   * with, unless the very same was stated of it and the section says nothing of the name: that is recalled.
   */
  const isPast = (
    now: Behind,
    then: Behind,
    { left, key }: { readonly left: string; readonly key: string },
    section: number,
    own: Own,
  ): boolean => {
    const newer = defined(now);
    return [...defined(then)].some(([name, old]) => {
      const latest = newer.get(name);
      if (latest === undefined || latest.cut.key === old.cut.key) return false;
      if (latest.section === section && old.section !== section) return true;
      const others = claims.get(left)?.filter(({ at }) => at < own.from || at > own.to) ?? [];
      const dealt = others.filter(({ at }) => old.time <= at && at < latest.time);
      return dealt.length > 0 && (latest.section === section || dealt.every((c) => c.key !== key));
    });
  };

  const known: Scope = {
    now: () => time,
    claim: (left, key) => claims.set(left, [...(claims.get(left) ?? []), { at: time, key }]),
    before(names, stated, view, own) {
      const times = conflicts.filter((t) => t < view.time).slice(-REMEMBERED);
      if (times.length === 0) return { open: [], past: [] };
      const mentions = [...names];
      const now = known.behind(mentions, view);
      const open: number[] = [];
      const past: number[] = [];
      for (const t of times.reverse()) {
        const then = known.behind(mentions, { ...view, time: t });
        (isPast(now, then, stated, view.section, own) ? past : open).push(t);
      }
      return { open, past };
    },
    isNearer(names, at, view) {
      if (at >= view.time || !conflicts.some((t) => at <= t && t < view.time)) return false;
      const mentions = [...names];
      const newer = defined(known.behind(mentions, view));
      const changed = [...defined(known.behind(mentions, { ...view, time: at }))].filter(
        ([name, old]) => newer.get(name)?.cut.key !== old.cut.key,
      );
      return changed.length > 0 && changed.every(([, old]) => old.section === view.section && old.time <= at);
    },
    isKnown: (name) => mentioned.has(name) || definitions.has(name) || declarations.has(name),
    versions: (name) => new Set(definitions.get(name)?.map((v) => v.cut.key)).size,
    isDeclared: (name, section, until) =>
      declarations.get(name)?.some((v) => v.section === section && v.time <= until) ?? false,
    isUsed: (name, section) => used.has(`${section} ${name}`),
    take(cut, line, section) {
      const { statement } = cut;
      const declared = isDeclaration(statement);
      const table = declared ? declarations : definitions;
      const names = headsOf(statement);
      for (const n of cut.mentions) mentioned.add(n);
      if (!declared) for (const n of cut.mentions) used.add(`${section} ${n}`);
      let found: "new" | "repeat" | "conflict" = "repeat";
      const version: Version = { cut, line, section, time: time + 1 };
      for (const key of indexHeads(statement)) indexed.set(key, [...(indexed.get(key) ?? []), version]);
      for (const name of names) {
        const versions = table.get(name) ?? [];
        const last = versions[versions.length - 1];
        if (last?.cut.key === cut.key) {
          // Said again, it stands where it was said last.
        } else if (last === undefined) {
          if (found === "repeat") found = "new";
        } else {
          if (found !== "conflict" && !declared) conflicts.push(time);
          found = "conflict";
        }
        versions.push(version);
        table.set(name, versions);
      }
      time++;
      return found;
    },
    behind(names, view, own = new Set()) {
      const seen = new Set<string>();
      const chosen = new Set<Version>();
      const todo = [...names];
      for (let name = todo.pop(); name !== undefined && chosen.size < MAX_BEHIND; name = todo.pop()) {
        if (seen.has(name) || own.has(name)) continue;
        seen.add(name);
        for (const v of lastOfEach(indexed.get(name), view))
          if (!chosen.has(v)) {
            chosen.add(v);
            for (const m of v.cut.mentions) todo.push(m);
          }
        const defined = latest(definitions.get(name), view);
        const declared = latest(declarations.get(name), view);
        // Declared anew in a later section, the name is an input there.
        const isInput = defined !== null && declared !== null && declared.section > defined.section;
        const found = [isInput ? null : defined, view.declarations ? declared : null];
        for (const v of found)
          if (v !== null && !chosen.has(v)) {
            chosen.add(v);
            for (const m of v.cut.mentions) todo.push(m);
          }
      }
      // A declaration of several names stands once; a name in it may since have been declared anew.
      const ordered = [...chosen].sort((a, b) => a.time - b.time);
      const text = joined(ordered.map((v) => ({ text: v.cut.text, line: v.line })));
      return {
        ...text,
        names: new Set(ordered.flatMap((v) => [...v.cut.mentions])),
        heads: new Set(ordered.flatMap((v) => [...headsOf(v.cut.statement), ...indexHeads(v.cut.statement)])),
        cuts: ordered.map((v) => v.cut),
        places: ordered,
        sections: new Set(ordered.filter((v) => isDefinition(v.cut)).map((v) => v.section)),
      };
    },
  };
  return known;
}

const isDefinition = ({ statement: { type } }: Cut): boolean => type === "definition" || type === "functionDefinition";

/** Texts one after another, each on lines of its own, with the lines of the notes that they stand on. */
export function joined(parts: readonly { readonly text: string; readonly line: number }[]): ModelText {
  const lines: number[] = [];
  for (const { text, line } of parts) for (const k of text.split("\n").keys()) lines.push(line + k);
  return { source: parts.map((p) => p.text).join("\n"), lines };
}
