/** `[a; b]`, `[A, B]`: blocks beside and under one another. */
import { ONE, plus } from "../../core/dim.js";
import { isScalar, type Shape, shape, transposed } from "../../core/shape.js";
import { type Blocks, type Expression, operands } from "../../parse/ast.js";
import { isUpper } from "../names/evidence.js";
import { fault, resolved, type Scope, typed, warn } from "../scope.js";
import { poison, type Term } from "../terms.js";
import { type Blame, type Complaint, complain, sameShapes } from "./infer.js";
import { reach, shapeOf } from "./operands.js";

export function blocksTerm(scope: Scope, e: Blocks, values: readonly Term[]): Term {
  if (isDoubled(scope, e)) {
    const message = `${typed(scope, e.span)} in double brackets may be a tensor by its factors, or blocks`;
    const hint =
      "tensors of three letters are written by entries, Σ_r a_{i,r} b_{j,r} c_{k,r}; blocks have single brackets";
    fault(scope, "blocks/kruskal", e.span, message, { hint });
    return poison(e.span);
  }
  if (breaksRow(scope, e)) {
    const message = "a line break within brackets may begin a row, or continue one";
    const hint = "rows have semicolons: [a, b; c, d]; a row that goes on breaks behind its comma";
    fault(scope, "blocks/spaces", e.span, message, { hint });
    return poison(e.span);
  }
  sayCommutator(scope, e);
  let next = 0;
  let result: Shape | null = null;
  for (const row of e.rows) {
    let line: Shape | null = null;
    for (const block of row) {
      const term = values[next++] as Term;
      const s = resolved(scope, shapeOf(term));
      if (line === null) line = s;
      else {
        const before: Shape = line;
        const blame = (): Complaint => ({
          code: "shape/beside",
          span: block.span,
          message: (show) =>
            `cannot put ${typed(scope, block.span)} (${show(s)}) beside ${show(before)}: the numbers of rows differ`,
          about: [term],
        });
        if (!equalRows(scope, before, s, blame)) return poison(e.span);
        line = shape(before.rows, plus(before.cols, s.cols));
      }
    }
    if (line === null) continue;
    if (result === null) result = line;
    else {
      const above: Shape = result;
      const below: Shape = line;
      const at = row[0] as Expression;
      const blame = (): Complaint => ({
        code: "shape/stack",
        span: at.span,
        message: (show) =>
          `cannot stack ${show(above)} on ${typed(scope, reach(at, row[row.length - 1] as Expression))} (${show(below)}): the numbers of columns differ`,
        hint: () => null,
        about: values,
      });
      if (!equalRows(scope, transposed(above), transposed(below), blame)) return poison(e.span);
      result = shape(plus(above.rows, below.rows), above.cols);
    }
  }
  if (result === null) {
    fault(scope, "syntax/empty", e.span, "there is nothing between the brackets");
    return poison(e.span);
  }
  const [row, below] = e.rows;
  const isNested = (b: Expression) => b.type === "blocks" && b.rows.length === 1 && (b.rows[0]?.length ?? 0) > 1;
  if (row !== undefined && below === undefined && row.length > 1 && row.every(isNested)) {
    const message = `rows beside one another are one row, 1×${row.reduce((k, b) => k + operands(b).length, 0)}`;
    warn(scope, "blocks/nested", e.span, message, "rows stand under one another with a semicolon: [1, 2; 3, 4]");
  }
  checkColumns(scope, e, values);
  sayDecimals(scope, e);
  return { type: "blocks", widths: e.rows.map((r) => r.length), span: e.span, shape: result, parts: values };
}

/** `[\\![A, B]\\!]`, `\\llbracket A, B \\rrbracket`: a tensor by the columns of its factors to those who write so. */
function isDoubled({ source }: Scope, { span }: Blocks): boolean {
  const [before, here] = [
    source.slice(Math.max(0, span.start - 8), span.start),
    source.slice(span.start, span.start + 12),
  ];
  return (
    /^(?:\[\s?\\!\s?(?:\\!\s?)?\[|\\llbracket|⟦)/.test(here) ||
    (/\[\s?\\!\s?(?:\\!\s?)?$/.test(before) && here.startsWith("["))
  );
}

/** Whether a line ends within the brackets of a plain text, behind one operand and before the next. */
function breaksRow({ source }: Scope, { span }: Blocks): boolean {
  const text = source.slice(span.start, span.end);
  return (
    text.startsWith("[") && /[\p{L}\d)\]'ᵀ²³][ \t]{0,99}\n\s{0,99}[-−]?[\p{L}\d([]/u.test(text) && text.includes(",")
  );
}

/** `[A, B]` of two matrices in LaTeX, where blocks have an environment and brackets are a commutator to physicists. */
function sayCommutator(scope: Scope, e: Blocks): void {
  const [a, b, more] = e.rows[0] ?? [];
  const open = scope.source.slice(e.span.start, e.span.start + 6);
  if (e.rows.length !== 1 || more !== undefined || !(open.startsWith("[") || open.startsWith("\\left["))) return;
  if (a?.type !== "name" || b?.type !== "name" || a.latex !== true || !isUpper(a.name) || scope.strict) return;
  const isOperator = isUpper(b.name) || scope.names.get(b.name)?.evidence.signs.greek !== undefined;
  if (!isOperator) return;
  const [A, B] = [typed(scope, a.span), typed(scope, b.span)];
  const message = `[${A}, ${B}] is read as ${A} with ${B} beside it, and not as their commutator`;
  const hint = `the commutator is ${A} ${B} - ${B} ${A}; blocks are \\begin{bmatrix} ${A} & ${B} \\end{bmatrix}`;
  warn(scope, "blocks/commutator", e.span, message, hint);
}

/** Rows of two whole numbers without a space behind the comma. */
const isOfCommas = (text: string): boolean =>
  text.startsWith("[") &&
  text
    .slice(1, -1)
    .split(";")
    .every((row) => /^-?\d{1,15},\d{1,15}$/.test(row.trim()));

/** `[0,5; 1,5]`: decimals as half of the world writes them, where every comma stands between digits and one behind a 0. */
function sayDecimals(scope: Scope, e: Blocks): void {
  const text = scope.source.slice(e.span.start, e.span.end);
  if (e.rows.some((row) => row.length !== 2) || !isOfCommas(text)) return;
  if (!/(?<!\d)0,(?:\d\d|[2-9])/.test(text)) return;
  const decimals = `[${e.rows.map((row) => row.map((x) => typed(scope, x.span)).join(".")).join("; ")}]`;
  const entries = `[${e.rows.map((row) => row.map((x) => typed(scope, x.span)).join(", ")).join("; ")}]`;
  const message = `${typed(scope, e.span)} is read as rows of two entries`;
  warn(scope, "blocks/decimals", e.span, message, `decimals have points: ${decimals}; entries: ${entries}`);
}

/**
 * `[t 0; 0 t]`: spaces separate columns in MATLAB, and factors here. Refused where the parts of every row fit beside one
 * another: numbers, or matrices of as many rows. Brackets around one product are parentheses but where they are all of a side.
 */
function checkColumns(scope: Scope, e: Blocks, values: readonly Term[]): void {
  const { source, owner } = scope;
  if (source[e.span.start] !== "[" || e.rows.some((row) => row.length !== 1)) return;
  const isSide = /[=:]\s*$/.test(source.slice(0, e.span.start)) && /^\s*(?:[;\n]|$)/.test(source.slice(e.span.end));
  // `[a -b]`: with a space on one side of its sign alone nobody writes a difference.
  const isSigned = e.rows.every(([block]) => block?.type === "sum");
  if (e.rows.length === 1 && !isSide && !isSigned && !isRowOfPrograms(source, e.span)) return;
  const rows = e.rows.map(([block]) => columnsIn(scope, block as Expression));
  const width = rows[0]?.length ?? 0;
  if (width < 2 || rows.some((r) => r.length !== width)) return;
  scope.checks.push(() => {
    if (owner.faulty || !values.every((v) => besides(scope, v, isSigned))) return;
    const bare = (row: readonly string[]) => `(${row.join(" ")})`;
    const columns = `[${rows.map((r) => r.join(", ")).join("; ")}]`;
    const message = `${typed(scope, e.span)} has spaces that may separate columns, or factors`;
    const hint = `columns have commas: ${columns}; products have parentheses: [${rows.map(bare).join("; ")}]`;
    fault(scope, "blocks/spaces", e.span, message, { hint }, owner);
  });
}

/**
 * `norm([x y])`, `[a b]'`, `[1 x]*w`, `[A B] [x; u]`: a row to programs. Mathematics has no brackets within the parentheses
 * of a call, no prime and no star behind them.
 */
function isRowOfPrograms(source: string, { start, end }: Blocks["span"]): boolean {
  const [before, behind] = [source.slice(Math.max(0, start - 40), start), source.slice(end, end + 10)];
  const isArgument = /[A-Za-z]\w{0,30}\(\s{0,9}$/.test(before) && /^\s{0,9}(?:\)|,|\.\^|')/.test(behind);
  return (
    isArgument ||
    /^(?:'|ᵀ|\^T|\.\^|\s{0,9}\*(?!\*)|\s{0,9}\[)/.test(behind) ||
    /(?:\]|\][ᵀ']|(?<!\*)\*)\s{0,9}$/.test(before)
  );
}

/** The columns of a row as MATLAB reads it: parts with a space between, `a -b` among them. */
function columnsIn(scope: Scope, block: Expression): readonly string[] {
  const { source } = scope;
  const cuts: number[] = [];
  const factors = (e: Expression): void => {
    if (e.type !== "product") return;
    let before = e.first;
    for (const { operator, operand } of e.rest) {
      const gap = source.slice(before.span.end, operand.span.start);
      if (operator === "juxtaposition" && /^\s+$/.test(gap)) cuts.push(operand.span.start);
      before = operand;
    }
  };
  if (block.type === "sum")
    for (const [i, { term, operator }] of block.terms.entries()) {
      const isSign = /\s/.test(source[operator.start - 1] ?? "") && !/\s/.test(source[operator.end] ?? " ");
      if (i > 0 && isSign) cuts.push(operator.start);
      factors(term);
    }
  else factors(block);
  const ends = [...cuts, block.span.end];
  return ends.map((end, k) => typed(scope, { start: cuts[k - 1] ?? block.span.start, end }));
}

/** Whether the parts of a product or sum can stand beside one another: all numbers, or matrices of as many rows. */
function besides(scope: Scope, { parts }: Term, isSigned: boolean): boolean {
  const shapes = parts.map((p) => resolved(scope, shapeOf(p)));
  const [first] = shapes;
  if (first === undefined || shapes.every((s) => s.rows === ONE)) return true;
  if (!isSigned && shapes.some((s) => s.cols === ONE || s.rows === ONE)) return false;
  return scope.sizes.trial(() =>
    shapes.every((s) => s.rows === first.rows || scope.sizes.equate(s.rows, first.rows) === "solved"),
  );
}

/**
 * `W [h, x]` of two vectors by their letters: beside one another as ever here, and above one another to whoever has gates.
 * Columns of one letter, `A [x_1, x_2]`, and what declarations or LaTeX's own environments say are beside one another.
 */
export function refuseBeside(scope: Scope, factors: readonly Expression[], values: readonly Term[]): boolean {
  const at = factors.findIndex((e, i) => i > 0 && areLooseColumns(scope, e, values[i] as Term));
  const [before, e] = [factors[at - 1], factors[at]];
  if (before === undefined || e?.type !== "blocks" || isScalar(resolved(scope, shapeOf(values[at - 1] as Term))))
    return false;
  const parts = (e.rows[0] ?? []).map((x) => typed(scope, x.span));
  const names = (values[at] as Term).parts.map((p) => (p.type === "symbol" ? p.name : ""));
  const stacked = `${typed(scope, before.span)} [${parts.join("; ")}]`;
  fault(
    scope,
    "blocks/beside",
    e.span,
    `${typed(scope, e.span)} may be vectors above one another, or beside one another`,
    {
      hint: `above one another they have semicolons: ${stacked}; beside one another they are declared: ${names.join(", ")} : vector(n)`,
    },
  );
  return true;
}

function areLooseColumns(scope: Scope, e: Expression, { parts }: Term): boolean {
  const [row, below] = e.type === "blocks" ? e.rows : [];
  if (row === undefined || below !== undefined || row.length < 2 || scope.strict) return false;
  if (!/^(?:\\left\s?)?\[/.test(typed(scope, e.span))) return false;
  const letters = new Set(row.map((x) => (x.type === "name" ? x.name.replace(/_?\d{1,4}$/, "") : "")));
  const isLoose = (t: Term): boolean => {
    const n = t.type === "symbol" ? scope.names.get(t.name) : undefined;
    const s = resolved(scope, shapeOf(t));
    return n !== undefined && n.evidence.declared === null && !isUpper(n.name) && s.cols === ONE && s.rows !== ONE;
  };
  return letters.size > 1 && parts.every(isLoose);
}

function equalRows(scope: Scope, a: Shape, b: Shape, blame: Blame): boolean {
  const s = (x: Shape) => shape(x.rows, ONE);
  if (sameShapes(scope, s(a), s(b), blame)) return true;
  complain(scope, blame);
  return false;
}
