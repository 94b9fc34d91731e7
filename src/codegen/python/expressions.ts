/** Python's arrays: what NumPy, PyTorch and JAX spell alike, and what each of them says otherwise. */
import type { Dim } from "../../core/dim.js";
import { LEVEL, piece } from "../../print/pretty.js";
import {
  type ArrayExpr,
  type ArrayForm,
  addForm,
  around,
  BASIC_FORMS,
  type CodePrinter,
  calling,
  divForm,
  type FunctionForms,
  fillForm,
  formOf,
  helping,
  indexText,
  isEntrywise,
  type Kernel,
  kronOperands,
  mulForm,
  negForm,
  passed,
  productOf,
  STABLE_FORMS,
  sizeText,
  textOf,
} from "../arrays/array.js";
import { type AxesWords, overAxes } from "./axes/form.js";

/** How one library differs. */
export interface Dialect {
  /** The name of the module: `np`. */
  readonly module: string;
  readonly pi: string;
  readonly e: string;
  readonly functions: FunctionForms;
  readonly axes: AxesWords;
  readonly forms: Partial<Readonly<Record<Kernel, ArrayForm>>>;
}

/** The shape of an array: `n`, `(n, m)`. */
export const shapeText = (e: ArrayExpr, at: CodePrinter): string =>
  e.rank === 1 ? sizeText(e.rows, at) : `(${sizeText(e.rows, at)}, ${sizeText(e.cols, at)})`;

const range = (e: ArrayExpr, at: CodePrinter): string => {
  const [from, to] = e.dims as readonly [Dim, Dim];
  return `${indexText(from, at)}:${sizeText(to, at)}`;
};

/** f of an operand, entry by entry: a built-in of the library, or a function of the model. */
const applied =
  (functions: Dialect["functions"]): ArrayForm =>
  (e, at) => {
    const [z] = e.args as readonly [ArrayExpr];
    const known = formOf(functions, e.data, at);
    if (known === undefined) return piece(`${at.function(e.data)}(${textOf(z, at)})`);
    return piece(known(textOf(z, at), at));
  };

/** Whether a scalar is made of numbers and sizes alone, so that no tensor is there to call functions of. */
export function isHost(e: ArrayExpr): boolean {
  if (e.rank > 0) return false;
  if (e.kernel === "number" || e.kernel === "constant" || e.kernel === "size") return true;
  return isEntrywise(e) && e.args.every(isHost);
}

/** A number of Python as one of floating point. */
export const floating = (code: string): string =>
  /^\d+$/.test(code) ? `${code}.0` : /^[\d.]+$/.test(code) ? code : `float(${code})`;

const filled = (np: string): ArrayForm =>
  fillForm(
    (shape) => `${np}.ones(${shape})`,
    (shape) => `${np}.zeros(${shape})`,
    shapeText,
    // Of a whole number the array would be one of whole numbers, into which no other can be added.
    (s, shape, at) => piece(`${np}.full(${shape}, ${isHost(s) ? floating(textOf(s, at)) : textOf(s, at)})`),
  );

const power: ArrayForm = (e, at) => {
  const [x, k] = e.args as readonly [ArrayExpr, ArrayExpr];
  return piece(`${at.wrap(x, LEVEL.primary)}**${at.wrap(k, LEVEL.primary)}`, LEVEL.postfix);
};

/** The transpose of what is written as a primary: twice turned is not turned. */
const turned = (text: string): string => (text.endsWith(".T") ? text.slice(0, -2) : `${text}.T`);

/** (A ⊗ B) C; an identity is passed as None, and costs nothing. */
const kronapply: ArrayForm = (e, at) => piece(`${at.use("kron_apply")}(${kronOperands(e, "None", at).join(", ")})`);

/** The forms of a dialect: what is common, with its own in place of some. */
export function pythonForms({
  module: np,
  pi,
  e: euler,
  functions,
  axes,
  forms,
}: Dialect): Readonly<Record<Kernel, ArrayForm>> {
  const common = {
    ...BASIC_FORMS,
    constant: (e) => piece(e.data === "pi" ? pi : euler),
    fill: filled(np),
    eye: (e, at) => piece(`${np}.eye(${sizeText(e.rows, at)})`),
    add: addForm(" + ", " - "),
    neg: negForm,
    mul: mulForm(" * ", " / "),
    div: divForm(" / "),
    pow: power,
    apply: applied(functions),
    max: calling(`${np}.maximum`),
    min: calling(`${np}.minimum`),
    column: around(([v]) => `${v}[:, None]`),
    row: around(([v]) => `${v}[None, :]`),
    spread: (e, at) => piece(`${np}.broadcast_to(${textOf(e.args[0], at)}, ${shapeText(e, at)})`),
    transpose: around(([A = ""]) => turned(A)),
    matmul: productOf(" @ "),
    matvec: productOf(" @ "),
    dot: productOf(" @ "),
    inner: calling(`${np}.vdot`),
    outer: calling(`${np}.outer`),
    // This language factorises where it solves: the factorised matrix is the matrix itself.
    lu: passed,
    solve: (e, at) => {
      const [F, X] = e.args as readonly [ArrayExpr, ArrayExpr];
      const A = e.data === "T" ? `${at.wrap(F, LEVEL.primary)}.T` : textOf(F, at);
      return piece(`${np}.linalg.solve(${A}, ${textOf(X, at)})`);
    },
    inverse: calling(`${np}.linalg.inv`),
    det: calling(`${np}.linalg.det`),
    logdet: helping("logdet"),
    matrixpower: (e, at) => {
      const [A, k] = e.args as readonly [ArrayExpr, ArrayExpr];
      const exponent = k.number === null ? `int(${textOf(k, at)})` : textOf(k, at);
      return piece(`${np}.linalg.matrix_power(${textOf(A, at)}, ${exponent})`);
    },
    matrixfunction: (e, at) => piece(`${at.use(`${e.data}m`)}(${textOf(e.args[0], at)})`),
    frechet: (e, at) => {
      const [A, E] = e.args.map((a) => textOf(a, at));
      return piece(`${at.use("frechet")}(${at.use(`${e.data}m`)}, ${A}, ${E})`);
    },
    decomposed: (e, at) => piece(`${at.use(e.data)}(${textOf(e.args[0], at)})`),
    powersum: helping("powersum"),
    helped: (e, at) => piece(`${at.use(e.data)}(${e.args.map((a) => textOf(a, at)).join(", ")})`),
    trace: calling(`${np}.trace`),
    diagonal: calling(`${np}.diag`),
    diagvec: calling(`${np}.diagonal`),
    adddiagonal: helping("add_diagonal"),
    kron: calling(`${np}.kron`),
    kronapply,
    total: calling(`${np}.sum`),
    rowsums: (e, at) => piece(`${np}.sum(${textOf(e.args[0], at)}, axis=1)`),
    colsums: (e, at) => piece(`${np}.sum(${textOf(e.args[0], at)}, axis=0)`),
    norm1: (e, at) => piece(`${np}.sum(${np}.abs(${textOf(e.args[0], at)}))`),
    norm: calling(`${np}.linalg.norm`),
    // Column by column: the rows of the transpose one after another.
    vec: (e, at) => {
      const A = e.args[0] as ArrayExpr;
      return piece(`${turned(at.wrap(A, LEVEL.primary))}.reshape(-1)`);
    },
    unvec: (e, at) => {
      const v = at.wrap(e.args[0] as ArrayExpr, LEVEL.primary);
      return piece(`${v}.reshape(${sizeText(e.cols, at)}, ${sizeText(e.rows, at)}).T`);
    },
    concat: (e, at) => piece(`${np}.hstack([${e.args.map((a) => textOf(a, at)).join(", ")}])`),
    vstack: (e, at) => piece(`${np}.vstack([${e.args.map((a) => textOf(a, at)).join(", ")}])`),
    hstack: (e, at) => piece(`${np}.hstack([${e.args.map((a) => textOf(a, at)).join(", ")}])`),
    rows: around(([A], e, at) => `${A}[${range(e, at)}]`),
    cols: around(([A], e, at) => `${A}[:, ${range(e, at)}]`),
    slice: around(([v], e, at) => `${v}[${range(e, at)}]`),
    rowat: around(([A], e, at) => `${A}[${indexText(e.dims[0] as Dim, at)}]`),
    colat: around(([A], e, at) => `${A}[:, ${indexText(e.dims[0] as Dim, at)}]`),
    entry: around(([v], e, at) => `${v}[${indexText(e.dims[0] as Dim, at)}]`),
    asrow: around(([v]) => `${v}[None, :]`),
    ascol: around(([v]) => `${v}[:, None]`),
    copy: around(([X]) => `${X}.copy()`),
    indexed: overAxes({ module: np, functions, ...axes }),
    ...STABLE_FORMS,
  } satisfies Record<Kernel, ArrayForm>;
  return { ...common, ...forms };
}
