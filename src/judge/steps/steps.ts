/**
 * A derivation line by line: each side by itself against the true value of its left side, up to the first wrong one.
 *
 * Nobody is blamed for lines that cannot be read or judged; names that lines introduce stand for their true values, so
 * that what follows a line is judged whatever the line was.
 */
import { lineStarts, locate } from "../../core/diagnostic.js";
import type { Expr } from "../../core/expr.js";
import { sameShape } from "../../core/shape.js";
import { holdsDerivative } from "../../derive/expand.js";
import type { Side } from "../../model/model.js";
import { neverDefined } from "../../numeric/presence.js";
import { definitionOf, isSymbol } from "../../ops/symbol.js";
import { type Expression, postorder, type Span, ungrouped } from "../../parse/ast.js";
import { printUnicode } from "../../print/unicode.js";
import type { CounterexampleReport } from "../../report/counterexample.js";
import { type Limits, limitsOf, NO_LIMITS } from "./at-letters.js";
import { differentialAlong, inputsBehind } from "./differentials.js";
import { type FamilyGiven, giveFamily } from "./families.js";
import { asDerivative, type Chain, type Derivation, derivationOf } from "./lines.js";
import { diagnosis, type Mistake } from "./mistake.js";
import { type Introduced, type Reader, readAt, readerOf } from "./reader.js";
import { correctionOf, type Wrong } from "./should.js";
import { attempt, judgeSide, type Place, type Verdict, valuesOf } from "./side.js";
import { inside, type Truth, truthOf } from "./truth.js";

export interface WrongStep {
  readonly line: number;
  readonly column: number;
  readonly mistake: Mistake;
  /** The side as it should be, in plain text. */
  readonly should: string | null;
  readonly counterexample: CounterexampleReport | null;
}

export interface UnjudgedStep {
  readonly line: number;
  readonly column: number;
  readonly why: string;
}

export interface StepsReport {
  readonly firstWrong: WrongStep | null;
  readonly notJudged: readonly UnjudgedStep[];
  /** Sides that were judged. */
  readonly judged: number;
  /** Why nothing can be right here: the model cannot be read, or what is differentiated has no value. */
  readonly fault: string | null;
}

/** The state of a derivation that is being read. */
interface Course {
  readonly derivation: Derivation;
  readonly reader: Reader;
  /** Names given to derivatives and abbreviations so far. */
  readonly given: Map<string, Introduced>;
  /** Names that could not be given a value. */
  readonly lost: Set<string>;
  /** By name, the inputs that moved where its differential was stated last. */
  readonly moved: Map<string, ReadonlySet<Expr>>;
  /** Every input whose differential stands anywhere. */
  readonly movers: ReadonlySet<Expr>;
  readonly unjudged: (span: Span, why: string) => void;
  judged: number;
  fault: string | null;
  /** How Jacobians of vectors are written here, once a line has asked for it. */
  layout: Layout | null;
  /** The derivative that the line before has given a name and said no more of. */
  stated: { readonly name: string; readonly truth: Truth } | null;
}

type Layout = "jacobian" | "transposed" | "open";

/** Finds the first wrong side of a derivation. Never throws, whatever the text. */
export function stepsOf(source: string): StepsReport {
  const starts = lineStarts(source);
  const derivation = derivationOf(source);
  const notJudged: (UnjudgedStep & { readonly at: number })[] = [];
  const unjudged = (span: Span, why: string): void => {
    notJudged.push({ ...locate(starts, span.start), why, at: span.start });
  };
  for (const u of derivation.unread) unjudged(u.span, u.why);
  const finish = (firstWrong: WrongStep | null, judged: number, because: string | null): StepsReport => ({
    firstWrong,
    notJudged: notJudged.sort((a, b) => a.at - b.at).map(({ line, column, why }) => ({ line, column, why })),
    judged,
    fault: because,
  });
  const reader = derivation.broken === null ? readerOf(derivation, source) : null;
  const [begin] = derivation.chains;
  const about = begin === undefined ? null : locate(starts, begin.span.start);
  // What a line says decides nothing of the model, and its faults are no faults of the model.
  const fault = reader?.model.diagnostics.find(
    (d) =>
      d.severity === "error" &&
      about !== null &&
      (d.line < about.line || (d.line === about.line && d.column < about.column)),
  );
  if (reader === null || fault !== undefined) {
    const why = `the model could not be read: ${derivation.broken ?? fault?.message ?? "it defines nothing"}`;
    for (const c of derivation.chains) unjudged(c.span, why);
    return finish(null, 0, why);
  }
  const course: Course = {
    derivation,
    reader,
    given: new Map(),
    lost: new Set(),
    moved: new Map(),
    movers: moversOf(derivation, reader),
    unjudged,
    judged: 0,
    fault: null,
    layout: null,
    stated: null,
  };
  for (const chain of derivation.chains) {
    const { stated } = course;
    const wrong = attempt(
      () => wrongIn(course, chain),
      (why) => {
        unjudged(chain.span, why);
        return null;
      },
    );
    if (course.stated === stated) course.stated = null;
    if (wrong !== null)
      return finish(
        { ...locate(starts, wrong.span.start), mistake: wrong.diagnosis.mistake, ...correctionOf(wrong) },
        course.judged,
        course.fault,
      );
  }
  return finish(null, course.judged, course.fault);
}

/** The inputs whose differentials stand in a derivation; where none does, those behind what is differentiated on a right side. */
function moversOf({ chains, differentials }: Derivation, reader: Reader): ReadonlySet<Expr> {
  const inputs = new Set<Expr>();
  const behind = new Set<Expr>();
  for (const c of chains) {
    const sides = reader.sides(c);
    if (sides === null) continue;
    for (const [i, side] of sides.entries())
      for (const e of postorder(side.syntax)) {
        const of = e.type === "name" ? differentials.get(e.name) : undefined;
        if (of === undefined) continue;
        const read = readAt(side, of, new Map());
        if (read.type !== "value") continue;
        if (isSymbol(read.value) && definitionOf(read.value) === null) inputs.add(read.value);
        else if (i > 0) for (const x of inputsBehind(read.value)) behind.add(x);
      }
  }
  return inputs.size > 0 ? inputs : behind;
}

/** Judges the sides of one line, and takes in the name that it gives. */
function wrongIn(course: Course, chain: Chain): Wrong | null {
  const sides = course.reader.sides(chain);
  const [first, second] = sides ?? [];
  if (sides === null || first === undefined || second === undefined) {
    course.unjudged(chain.span, "it could not be read");
    return null;
  }
  const left = ungrouped(first.syntax);
  if (sides.some((s) => hasDifferential(course, s.syntax))) return wrongDifferential(course, chain, sides);
  const family = course.reader.families.find((f) => left.type === "name" && f.name.scripts?.base === left.name);
  if (family !== undefined && left.type === "name") {
    const introduced = course.reader.families.find((f) => f.chain === chain);
    if (introduced !== undefined) return wrongFamily(course, left.name, introduced, sides);
  } else if (left.type === "name" && !course.derivation.names.has(left.name))
    return wrongGiven(course, left.name, sides);
  const read = readAt(first, first.syntax, course.given);
  const lost = lostIn(course, first.syntax);
  if (read.type !== "value" || lost !== null) {
    course.unjudged(chain.span, lost ?? (read.type === "unread" ? read.why : "its left side does not fit"));
    return null;
  }
  if (isSymbol(read.value) && definitionOf(read.value) === null) {
    course.unjudged(chain.span, "it says again what an input is");
    return null;
  }
  const truth = settledLayout(course, truthOfLeft(course, first, read.value));
  return firstWrongSide(course, sides.slice(1), () => truth, {
    equals: 1,
    left: first.syntax,
    limits: limitsOf(chain.ranges),
  });
}

/**
 * Of a Jacobian of vectors some books write the transpose. Which is meant here, the other lines tell: where more of them
 * are Jacobians than transposes a transpose is a slip, and where all are transposes they are what is meant.
 */
function settledLayout(course: Course, truth: Truth): Truth {
  const [J] = truth.values;
  if (truth.doubtful.length === 0 || J === undefined) return truth;
  course.layout ??= layoutOf(course);
  if (course.layout === "jacobian") return { ...truth, doubtful: [] };
  return course.layout === "transposed" ? { ...truth, values: truth.doubtful, doubtful: [J] } : truth;
}

/** Lines of Jacobians that are looked at for their layout. */
const MOST_LOOKED_AT = 12;

function layoutOf({ derivation, reader }: Course): Layout {
  const counts = { jacobian: 0, transposed: 0 };
  let looked = 0;
  for (const chain of derivation.chains) {
    const [first, second] = reader.sides(chain) ?? [];
    if (first === undefined || second === undefined || looked >= MOST_LOOKED_AT) continue;
    if (asDerivative(first.syntax) === null) continue;
    const place: Place = { side: second, introduced: new Map() };
    const is = (values: readonly Expr[], also: readonly Expr[]): boolean =>
      judgeSide(place, second.syntax, { values, doubtful: [], also }).type === "right";
    const kind = attempt<Layout>(
      () => {
        const left = readAt(first, first.syntax, new Map());
        if (left.type !== "value") return "open";
        const { values, doubtful, also } = truthOf(left.value, derivation.isDenominator);
        if (doubtful.length === 0) return "open";
        looked += 1;
        const [asIs, turned] = [is(values, also), is(doubtful, also)];
        return asIs === turned ? "open" : asIs ? "jacobian" : "transposed";
      },
      () => "open",
    );
    if (kind !== "open") counts[kind] += 1;
  }
  if (counts.jacobian > counts.transposed) return "jacobian";
  return counts.jacobian === 0 && counts.transposed > 1 ? "transposed" : "open";
}

/** Collects the values of a left side: derivatives within an expression may be read in every layout that fits. */
function truthOfLeft(course: Course, side: Side, value: Expr): Truth {
  const { isDenominator } = course.derivation;
  const truth = truthOf(value, isDenominator);
  if (asDerivative(side.syntax) !== null || !holdsDerivative(value)) return truth;
  const readings = valuesOf({ side, introduced: course.given }, side.syntax);
  if (!Array.isArray(readings)) return truth;
  const all = (readings as readonly Expr[]).flatMap((v) => truthOf(v, isDenominator).values);
  return { ...truth, values: [...new Set([...truth.values, ...all])] };
}

const hasDifferential = ({ derivation }: Course, e: Expression): boolean =>
  postorder(e).some((x) => x.type === "name" && derivation.differentials.has(x.name));

function lostIn({ lost }: Course, e: Expression): string | null {
  for (const x of postorder(e)) if (x.type === "name" && lost.has(x.name)) return `${x.typed} could not be read`;
  return null;
}

interface Judging {
  /** The place of the first of these sides among the `=` of its line. */
  readonly equals: number;
  readonly left?: Expression | undefined;
  readonly limits?: Limits;
  readonly introduced?: (side: Side, i: number) => ReadonlyMap<string, Introduced>;
}

function firstWrongSide(
  course: Course,
  sides: readonly Side[],
  truthAt: (i: number) => Truth | null,
  { equals, left, limits = NO_LIMITS, introduced }: Judging,
): Wrong | null {
  for (const [i, side] of sides.entries()) {
    const lost = lostIn(course, side.syntax);
    const truth = lost === null ? truthAt(i) : null;
    if (truth === null) {
      course.unjudged(side.span, lost ?? "there is nothing to compare it with");
      continue;
    }
    const nowhere = neverDefined([...truth.also, ...truth.values], printUnicode);
    if (nowhere !== null) {
      course.fault ??= nowhere;
      course.unjudged(side.span, nowhere);
      continue;
    }
    const place: Place = { side, introduced: introduced?.(side, i) ?? course.given, limits };
    const verdict = judgeSide(place, side.syntax, truth);
    if (verdict.type === "open") {
      course.unjudged(side.span, verdict.why);
      continue;
    }
    course.judged += 1;
    if (verdict.type !== "right") return wrongAt(course, place, truth, verdict, { equals: equals + i, left });
  }
  return null;
}

function wrongAt(
  course: Course,
  place: Place,
  truth: Truth,
  verdict: Verdict,
  { equals, left }: Pick<Judging, "equals" | "left">,
): Wrong {
  const { derivation, reader } = course;
  const names = new Set([...derivation.names, ...place.introduced.keys()]);
  const value = verdict.type === "wrong" ? verdict.value : null;
  const found = diagnosis(
    { place, model: reader.model, truth, names, left: left ?? null, functions: functionsOf(derivation) },
    place.side.syntax,
    value,
  );
  return { span: place.side.span, diagnosis: found, place, truth, verdict, equals, model: reader.model };
}

/** Functions that the model applies to one thing. */
function functionsOf({ model }: Derivation): readonly string[] {
  const out = new Set<string>();
  for (const s of model)
    if (s.type === "definition")
      for (const e of postorder(s.value)) if (e.type === "call" && e.args.length === 1) out.add(e.callee.name);
  return [...out];
}

/** `δ = ∂s/∂z = …`: δ is that derivative in the layout of what is given for it; `D = …` an abbreviation. */
function wrongGiven(course: Course, name: string, sides: readonly Side[]): Wrong | null {
  const { given, lost } = course;
  const rest = sides.slice(1);
  const [first] = rest as [Side, ...Side[]];
  const gone = lostIn(course, first.syntax);
  const read = readAt(first, first.syntax, given);
  if (gone !== null || read.type !== "value") {
    lost.add(name);
    given.delete(name);
    course.unjudged(first.span, gone ?? (read.type === "unread" ? read.why : "its shapes do not fit"));
    return null;
  }
  lost.delete(name);
  // `δ = ∂L/∂z` and below it `δ = p − y` is one line in two; further down a name may be given anew.
  const stated = course.stated?.name === name ? course.stated.truth : null;
  if (stated !== null && rest.every((s) => !holdsName(s.syntax, name)) && asDerivative(first.syntax) === null)
    return firstWrongSide(course, rest, () => stated, { equals: 1 });
  const derivative = asDerivative(first.syntax);
  if (derivative === null) {
    const value = inside(read.value, false);
    given.set(name, { shape: value.shape, value });
    return rest.length === 1
      ? null
      : firstWrongSide(course, rest.slice(1), () => truthOf(value, course.derivation.isDenominator), { equals: 2 });
  }
  const truth = truthOf(read.value, course.derivation.isDenominator);
  const shown = rest[1] === undefined ? null : readAt(rest[1], rest[1].syntax, given);
  const alike = shown?.type === "value" ? truth.values.find((t) => sameShape(t.shape, shown.value.shape)) : undefined;
  const value = alike ?? (truth.values[0] as Expr);
  const wrong = firstWrongSide(course, rest.slice(1), () => truth, { equals: 2, left: first.syntax });
  given.set(name, { shape: value.shape, value });
  if (rest.length === 1) course.stated = { name, truth };
  return wrong;
}

const holdsName = (e: Expression, name: string): boolean =>
  postorder(e).some((x) => x.type === "name" && x.name === name);

/** `delta_t = ∂L/∂z_t = …`: a family each of whose members is that derivative; `p_i = …` an abbreviation. */
function wrongFamily(course: Course, name: string, { derivative }: FamilyGiven, sides: readonly Side[]): Wrong | null {
  const [first, second, ...rest] = sides as readonly [Side, Side, ...Side[]];
  const read = readAt(
    derivative === null ? first : second,
    (derivative === null ? first : second).syntax,
    course.given,
  );
  if (read.type !== "value") {
    course.lost.add(name);
    course.unjudged(second.span, read.type === "unread" ? read.why : "its shapes do not fit");
    return null;
  }
  const truth = truthOf(read.value, course.derivation.isDenominator);
  if (derivative !== null) giveFamily(course.reader.model, name, read.value, truth.values[0] as Expr);
  return firstWrongSide(course, rest, () => truth, { equals: 2, left: first.syntax });
}

/** A line of differentials: linear maps of what moves in it. */
function wrongDifferential(course: Course, chain: Chain, sides: readonly Side[]): Wrong | null {
  const { derivation, moved } = course;
  const [first] = sides as [Side, ...Side[]];
  const left = ungrouped(first.syntax);
  const of = left.type === "name" ? derivation.differentials.get(left.name) : undefined;
  const whole = of === undefined ? null : readAt(first, of, course.given);
  if (whole?.type !== "value") {
    course.unjudged(chain.span, "its left side is no differential of a name");
    return null;
  }
  const y = whole.value;
  const sets: ReadonlySet<Expr>[] = [];
  const own: ReadonlySet<Expr>[] = [];
  const all = new Set<Expr>();
  for (const side of sides.slice(1)) {
    const { inputs, followed } = movingIn(course, side);
    for (const x of [...inputs, ...followed]) all.add(x);
    sets.push(new Set(all));
    own.push(inputs);
  }
  const name = left.type === "name" ? left.name : "";
  const truthWith = (moving: ReadonlySet<Expr>): Truth => {
    const value = differentialAlong(y, moving);
    return { values: [value], doubtful: [], also: [y] };
  };
  const sidesRight = sides.slice(1);
  for (const [i, side] of sidesRight.entries()) {
    const lost = lostIn(course, side.syntax);
    if (lost !== null) {
      course.unjudged(side.span, lost);
      continue;
    }
    const moving = sets[i] as ReadonlySet<Expr>;
    const readings = [
      moving,
      ...(i === 0 && (own[i] as ReadonlySet<Expr>).size > 0 ? [own[i] as ReadonlySet<Expr>] : []),
    ];
    let worst: Wrong | null = null;
    let settled = false;
    for (const set of readings) {
      const place: Place = { side, introduced: withMoving(course, side, set) };
      const truth = truthWith(set);
      const verdict = judgeSide(place, side.syntax, truth);
      if (verdict.type === "right" || verdict.type === "open") {
        if (verdict.type === "open") course.unjudged(side.span, verdict.why);
        else course.judged += 1;
        settled = true;
        if (verdict.type === "right") moved.set(name, set);
        break;
      }
      worst ??= wrongAt(course, place, truth, verdict, { equals: i + 1 });
    }
    if (!settled && worst !== null) return worst;
  }
  if (!moved.has(name) || all.size > 0) moved.set(name, new Set(all));
  return null;
}

/** The inputs whose differentials stand in a side, and what moves through differentials of defined names. */
function movingIn(
  course: Course,
  side: Side,
): { readonly inputs: ReadonlySet<Expr>; readonly followed: ReadonlySet<Expr> } {
  const { derivation, moved, movers } = course;
  const inputs = new Set<Expr>();
  const followed = new Set<Expr>();
  for (const e of postorder(side.syntax)) {
    const of = e.type === "name" ? derivation.differentials.get(e.name) : undefined;
    if (e.type !== "name" || of === undefined) continue;
    const read = readAt(side, of, course.given);
    if (read.type !== "value") continue;
    if (isSymbol(read.value) && definitionOf(read.value) === null) inputs.add(read.value);
    else for (const x of moved.get(e.name) ?? movers) followed.add(x);
  }
  return { inputs, followed };
}

/** Gives each differential that a side may name its value where only these inputs move. */
function withMoving(course: Course, side: Side, moving: ReadonlySet<Expr>): ReadonlyMap<string, Introduced> {
  const out = new Map(course.given);
  for (const [name, of] of course.derivation.differentials) {
    const read = readAt(side, of, course.given);
    if (read.type !== "value") continue;
    const value = attempt(
      () => differentialAlong(read.value, moving),
      () => null,
    );
    if (value !== null) out.set(name, { shape: read.value.shape, value });
  }
  return out;
}
