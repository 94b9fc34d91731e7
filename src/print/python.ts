/** Python's arrays: what NumPy, PyTorch and JAX spell alike, and what each of them says otherwise. */
import { type Dim, minus, ONE } from "../core/dim.js";
import { equals, rational, UNIT, ZERO } from "../core/rational.js";
import {
  type ArrayExpr,
  type ArrayForm,
  addForm,
  around,
  type CodePrinter,
  calling,
  divForm,
  type FunctionForm,
  helping,
  isEntrywise,
  type Kernel,
  mulForm,
  negForm,
  productOf,
  spellRational,
} from "./array.js";
import { LEVEL, piece } from "./pretty.js";

/** How one library differs. */
export interface Dialect {
  /** The name of the module: `np`. */
  readonly module: string;
  readonly pi: string;
  readonly e: string;
  readonly functions: Readonly<Record<string, FunctionForm>>;
  readonly forms: Partial<Readonly<Record<Kernel, ArrayForm>>>;
}

const size = (d: Dim, at: CodePrinter): string => at.size(d).text;
/** The shape of an array: `n`, `(n, m)`. */
export const shapeText = (e: ArrayExpr, at: CodePrinter): string =>
  e.rank === 1 ? size(e.rows, at) : `(${size(e.rows, at)}, ${size(e.cols, at)})`;

/** A number that counts from 1 as an index that counts from 0. */
const index = (d: Dim, at: CodePrinter): string => at.size(minus(d, ONE)).text;
const range = (e: ArrayExpr, at: CodePrinter): string => {
  const [from, to] = e.dims as readonly [Dim, Dim];
  return `${index(from, at)}:${size(to, at)}`;
};

/** The factorised matrix: this language factorises where it solves, so it is the matrix itself. */
const passed: ArrayForm = (e, at) => at.of(e.args[0] as ArrayExpr);

/** f of an operand, entry by entry: a built-in of the library, or a function of the model. */
const applied =
  (functions: Dialect["functions"]): ArrayForm =>
  (e, at) => {
    const [z] = e.args as readonly [ArrayExpr];
    const known = Object.hasOwn(functions, e.data) ? functions[e.data] : undefined;
    if (known === undefined) return piece(`${at.function(e.data)}(${at.of(z).text})`);
    return piece(known(at.of(z).text, at));
  };

/** `name(x)` for functions that the library has. */
export const named =
  (name: string): FunctionForm =>
  (x) =>
    `${name}(${x})`;
/** A helper of the module. */
export const helper =
  (name: string): FunctionForm =>
  (x, at) =>
    `${at.use(name)}(${x})`;

/** Whether a scalar is made of numbers and sizes alone, so that no tensor is there to call functions of. */
export function isHost(e: ArrayExpr): boolean {
  if (e.rank > 0) return false;
  if (e.kernel === "number" || e.kernel === "constant" || e.kernel === "size") return true;
  return isEntrywise(e) && e.args.every(isHost);
}

/** A number of Python as one of floating point. */
export const floating = (code: string): string =>
  /^\d+$/.test(code) ? `${code}.0` : /^[\d.]+$/.test(code) ? code : `float(${code})`;

const filled =
  (np: string): ArrayForm =>
  (e, at) => {
    const s = (e.args[0] as ArrayExpr).number;
    if (s !== null && equals(s, UNIT)) return piece(`${np}.ones(${shapeText(e, at)})`);
    if (s !== null && equals(s, ZERO)) return piece(`${np}.zeros(${shapeText(e, at)})`);
    const value = at.of(e.args[0] as ArrayExpr).text;
    // Of a whole number the array would be one of whole numbers, into which no other can be added.
    return piece(`${np}.full(${shapeText(e, at)}, ${isHost(e.args[0] as ArrayExpr) ? floating(value) : value})`);
  };

const power =
  (np: string): ArrayForm =>
  (e, at) => {
    const [x, k] = e.args as readonly [ArrayExpr, ArrayExpr];
    if (k.number !== null && equals(k.number, rational(-1, 2)))
      return piece(`1 / ${np}.sqrt(${at.of(x).text})`, LEVEL.elementwise);
    return piece(`${at.wrap(x, LEVEL.primary)}**${at.wrap(k, LEVEL.primary)}`, LEVEL.postfix);
  };

/** The sizes m and n, and those of the identities beside where they are not 1. */
export function commuteSizes(e: ArrayExpr, at: CodePrinter): readonly string[] {
  const beside = e.dims.slice(2).every((d) => d === ONE);
  return (beside ? e.dims.slice(0, 2) : e.dims).map((d) => size(d, at));
}

/** The transpose of what is written as a primary: twice turned is not turned. */
const turned = (text: string): string => (text.endsWith(".T") ? text.slice(0, -2) : `${text}.T`);

/** (A ⊗ B) C; an identity is passed as None, and costs nothing. */
const kronapply: ArrayForm = (e, at) => {
  const args = e.args.map((a, i) => (i < 2 && a.kernel === "eye" ? "None" : at.of(a).text));
  return piece(`${at.use("kron_apply")}(${args.join(", ")})`);
};

/** The forms of a dialect: what is common, with its own in place of some. */
export function pythonForms({
  module: np,
  pi,
  e: euler,
  functions,
  forms,
}: Dialect): Readonly<Record<Kernel, ArrayForm>> {
  const common = {
    input: (e) => piece(e.data),
    number: (e) => spellRational(e.number ?? ZERO),
    constant: (e) => piece(e.data === "pi" ? pi : euler),
    size: (e, at) => at.size(e.data as Dim),
    fill: filled(np),
    eye: (e, at) => piece(`${np}.eye(${size(e.rows, at)})`),
    comm: (e, at) => piece(`${at.use("comm")}(${e.dims.map((d) => size(d, at)).join(", ")})`),
    add: addForm(" + ", " - "),
    neg: negForm,
    mul: mulForm(" * ", " / "),
    div: divForm(" / "),
    pow: power(np),
    apply: applied(functions),
    max: calling(`${np}.maximum`),
    min: calling(`${np}.minimum`),
    column: around(([v]) => `${v}[:, None]`),
    row: around(([v]) => `${v}[None, :]`),
    spread: (e, at) => piece(`${np}.broadcast_to(${at.of(e.args[0] as ArrayExpr).text}, ${shapeText(e, at)})`),
    transpose: around(([A = ""]) => turned(A)),
    matmul: productOf(" @ "),
    matvec: productOf(" @ "),
    dot: productOf(" @ "),
    inner: calling(`${np}.vdot`),
    outer: calling(`${np}.outer`),
    lu: passed,
    solve: (e, at) => {
      const [F, X] = e.args as readonly [ArrayExpr, ArrayExpr];
      const A = e.data === "T" ? `${at.wrap(F, LEVEL.primary)}.T` : at.of(F).text;
      return piece(`${np}.linalg.solve(${A}, ${at.of(X).text})`);
    },
    inverse: calling(`${np}.linalg.inv`),
    det: calling(`${np}.linalg.det`),
    logdet: helping("logdet"),
    matrixpower: (e, at) => {
      const [A, k] = e.args as readonly [ArrayExpr, ArrayExpr];
      const exponent = k.number === null ? `int(${at.of(k).text})` : at.of(k).text;
      return piece(`${np}.linalg.matrix_power(${at.of(A).text}, ${exponent})`);
    },
    powersum: helping("powersum"),
    trace: calling(`${np}.trace`),
    diagonal: calling(`${np}.diag`),
    diagvec: calling(`${np}.diagonal`),
    adddiagonal: helping("add_diagonal"),
    kron: calling(`${np}.kron`),
    kronapply,
    commute: (e, at) => {
      const A = at.of(e.args[0] as ArrayExpr).text;
      return piece(`${at.use("commute")}(${[A, ...commuteSizes(e, at)].join(", ")})`);
    },
    total: calling(`${np}.sum`),
    rowsums: (e, at) => piece(`${np}.sum(${at.of(e.args[0] as ArrayExpr).text}, axis=1)`),
    colsums: (e, at) => piece(`${np}.sum(${at.of(e.args[0] as ArrayExpr).text}, axis=0)`),
    norm1: (e, at) => piece(`${np}.sum(${np}.abs(${at.of(e.args[0] as ArrayExpr).text}))`),
    norm: calling(`${np}.linalg.norm`),
    // Column by column: the rows of the transpose one after another.
    vec: (e, at) => {
      const A = e.args[0] as ArrayExpr;
      return piece(`${turned(at.wrap(A, LEVEL.primary))}.reshape(-1)`);
    },
    unvec: (e, at) => {
      const v = at.wrap(e.args[0] as ArrayExpr, LEVEL.primary);
      return piece(`${v}.reshape(${size(e.cols, at)}, ${size(e.rows, at)}).T`);
    },
    concat: (e, at) => piece(`${np}.hstack([${e.args.map((a) => at.of(a).text).join(", ")}])`),
    vstack: (e, at) => piece(`${np}.vstack([${e.args.map((a) => at.of(a).text).join(", ")}])`),
    hstack: (e, at) => piece(`${np}.hstack([${e.args.map((a) => at.of(a).text).join(", ")}])`),
    rows: around(([A], e, at) => `${A}[${range(e, at)}]`),
    cols: around(([A], e, at) => `${A}[:, ${range(e, at)}]`),
    slice: around(([v], e, at) => `${v}[${range(e, at)}]`),
    rowat: around(([A], e, at) => `${A}[${index(e.dims[0] as Dim, at)}]`),
    colat: around(([A], e, at) => `${A}[:, ${index(e.dims[0] as Dim, at)}]`),
    entry: around(([v], e, at) => `${v}[${index(e.dims[0] as Dim, at)}]`),
    asrow: around(([v]) => `${v}[None, :]`),
    ascol: around(([v]) => `${v}[:, None]`),
    copy: around(([X]) => `${X}.copy()`),
    softmax: helping("softmax"),
    softmaxrows: helping("softmax_rows"),
    softmaxcols: helping("softmax_cols"),
    logsumexp: helping("logsumexp"),
    logsoftmax: helping("log_softmax"),
    logsoftmaxrows: helping("log_softmax_rows"),
    logsoftmaxcols: helping("log_softmax_cols"),
    crossentropy: helping("cross_entropy"),
  } satisfies Record<Kernel, ArrayForm>;
  return { ...common, ...forms };
}
