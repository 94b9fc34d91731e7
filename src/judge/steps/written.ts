/** The text of an expression as it was written, for one that is a side with a slip put right: plain spelling, same form. */
import { type Expression, operands, postorder, type Relation } from "../../parse/ast.js";

/** How tightly a form holds together; what is looser than its place stands in parentheses. */
type Level = 0 | 1 | 2 | 3 | 4;
interface Piece {
  readonly text: string;
  readonly level: Level;
}

const [SUM, ENTRIES, PRODUCT, POSTFIX, ATOM] = [0, 1, 2, 3, 4] as const;

/** Null where a form has no plain spelling here. */
export function written(root: Expression): string | null {
  const stack: Piece[] = [];
  for (const e of postorder(root)) {
    const count = operands(e).length;
    const parts = count === 0 ? [] : stack.splice(stack.length - count, count);
    const piece = pieceOf(e, parts);
    if (piece === null) return null;
    stack.push(piece);
  }
  return stack[0]?.text ?? null;
}

const at = ({ text, level }: Piece, least: Level): string => (level < least ? `(${text})` : text);

function pieceOf(e: Expression, parts: readonly Piece[]): Piece | null {
  const part = (i: number): Piece => parts[i] as Piece;
  switch (e.type) {
    case "name":
      return nameText(e);
    case "number":
      return { text: e.value, level: ATOM };
    case "call":
      return { text: `${e.callee.name}${"'".repeat(e.primes)}(${parts.map((p) => p.text).join(", ")})`, level: ATOM };
    case "group":
      return part(0).level >= POSTFIX ? part(0) : { text: `(${part(0).text})`, level: ATOM };
    case "negation":
      return { text: `-${at(part(0), ENTRIES)}`, level: SUM };
    case "sum": {
      const text = e.terms.map(({ sign }, i) => {
        const term = at(part(i), ENTRIES);
        return i === 0 ? (sign === 1 ? term : `-${term}`) : `${sign === 1 ? "+" : "-"} ${term}`;
      });
      return { text: text.join(" "), level: SUM };
    }
    case "elementwise":
      return joined(
        part(0),
        e.rest.map((r, i) => [OPERATORS[r.operator], part(i + 1)] as const),
        ENTRIES,
      );
    case "product":
      return joined(
        part(0),
        e.rest.map((r, i) => [r.operator === "divide" ? " / " : " ", part(i + 1)] as const),
        PRODUCT,
      );
    case "fraction":
      return joined(part(0), [[" / ", part(1)]], PRODUCT);
    case "postfix":
      return postfix(e, parts);
    case "derivative":
      return derivative(e, parts);
    case "entry":
      return atom(placed(at(part(0), ATOM), e.at, "_"));
    case "reduction":
      return atom(reductionText(e, part(0).text));
    case "condition":
      return atom(relationsText(e.relations, (list) => `[${list}]`));
    case "cases":
      return null;
    case "bars": {
      const { text } = part(0);
      if (!e.double) return { text: `abs(${text})`, level: ATOM };
      return { text: `norm${e.subscript ?? "2"}(${text})`, level: ATOM };
    }
    case "blocks":
      return null;
  }
}

const atom = (text: string | null): Piece | null => (text === null ? null : { text, level: ATOM });

/** `x_{i}`, `W_{i,j}`, `a^{[l - 1]}`; one with places both below and above has no plain spelling here. */
function nameText(e: Node<"name">): Piece | null {
  if (e.at === undefined || e.at.length === 0) return atom(e.name);
  const { base, below, above } = e.scripts ?? { base: e.name, below: [], above: [] };
  if (below.length > 0 && above.length > 0) return null;
  if (above.length === 0) return atom(placed(base, e.at, "_"));
  const text = placed(base, e.at, "^");
  return text === null ? null : { text, level: POSTFIX };
}

function placed(base: string, places: readonly Expression[] | undefined, sign: "_" | "^"): string | null {
  const texts = (places ?? []).map(written);
  if (texts.length === 0 || texts.includes(null)) return null;
  const inside = texts.map((p) => (p as string).replaceAll(" ", "")).join(",");
  if (sign === "^") return `${base}^[${inside}]`;
  return /^\w$/.test(inside) ? `${base}_${inside}` : `${base}_{${inside}}`;
}

/** `sum(i=1..n, i != j, …)`. */
function reductionText(e: Node<"reduction">, body: string): string | null {
  if (e.operation !== "sum" && e.operation !== "prod") return null;
  const ranges = e.ranges.map(({ letters, from, to, set }) => {
    const [lo, hi] = [from && written(from), to && written(to)];
    const names = letters.map((n) => n.name).join(", ");
    if (set !== null || (from === null) !== (to === null)) return null;
    return from === null ? names : lo === null || hi === null ? null : `${names}=${lo}..${hi}`;
  });
  const conditions = relationsText(e.conditions, (list) => `, ${list}`);
  return ranges.includes(null) || conditions === null
    ? null
    : `${e.operation}(${ranges.join(", ")}${conditions}, ${body})`;
}

function relationsText(relations: readonly Relation[], around: (list: string) => string): string | null {
  const texts = relations.map(({ left, sign, right }) => {
    const [a, b] = [written(left), written(right)];
    return a === null || b === null || sign === "in" || sign === "notin" ? null : `${a} ${sign} ${b}`;
  });
  if (texts.includes(null)) return null;
  return texts.length === 0 ? "" : around(texts.join(", "));
}

const OPERATORS = { hadamard: " .* ", quotient: " ./ ", kronecker: " kron ", cross: " cross " } as const;

const NUMBER = /^\d+$/;

function joined(first: Piece, rest: readonly (readonly [string, Piece])[], level: Level): Piece | null {
  if (rest.some(([operator]) => operator === OPERATORS.kronecker || operator === OPERATORS.cross)) return null;
  const inner = (level + 1) as Level;
  // A division takes one factor: what follows it is kept together.
  const text = rest.map(([operator, p], i) => {
    const isNumber = i === 0 && operator === " / " && NUMBER.test(first.text) && NUMBER.test(p.text);
    return `${isNumber ? "/" : operator}${at(p, operator === " / " ? POSTFIX : inner)}`;
  });
  return { text: at(first, inner) + text.join(""), level };
}

type Node<K extends Expression["type"]> = Expression & { readonly type: K };

function postfix(e: Node<"postfix">, parts: readonly Piece[]): Piece {
  let text = at(parts[0] as Piece, ATOM);
  let next = 1;
  for (const o of e.operators) {
    if (o.type === "transpose") text += "^T";
    else if (o.type === "prime") text += "'";
    else if (o.type === "inverse") text += "^-1";
    else if (o.type === "inverseTranspose") text += "^-T";
    else {
      const exponent = at(parts[next] as Piece, ATOM);
      text += `${o.type === "power" ? "^" : " .^ "}${exponent}`;
      next += 1;
    }
  }
  return { text, level: POSTFIX };
}

function derivative(e: Node<"derivative">, parts: readonly Piece[]): Piece | null {
  if (e.order !== 1) return null;
  const [of, ...variables] = parts;
  if (of === undefined || variables.length !== 1) return null;
  return { text: `∂${at(of, ATOM)}/∂${(variables[0] as Piece).text}`, level: POSTFIX };
}
