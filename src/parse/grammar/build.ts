/**
 * What the grammar's rules build: cells of lists and nodes over tokens, made in constant time each.
 *
 * Earley's algorithm completes a rule for every prefix of a list, so nothing is copied or flattened here;
 * {@link ./fold.js} makes the tree of {@link ./ast.js} once the whole statement is read.
 */
import type { Token } from "../lex/tokens.js";

/** A list, last item first: appending is one cell, and half-read lists share their cells. */
export interface Chain<T> {
  readonly previous: Chain<T> | null;
  readonly item: T;
}

export type Raw =
  | { readonly raw: "number" | "name"; readonly token: Token }
  | {
      readonly raw: "cell";
      readonly list: "sum" | "elementwise" | "product";
      readonly previous: Raw;
      readonly operator: Token | null;
      readonly signs: Chain<Token> | null;
      readonly item: Raw;
    }
  | { readonly raw: "signed"; readonly signs: Chain<Token>; readonly item: Raw }
  | { readonly raw: "operated"; readonly operators: Chain<RawOperator>; readonly item: Raw }
  | { readonly raw: "postfix"; readonly previous: Raw; readonly postfix: RawPostfix }
  | { readonly raw: "group"; readonly open: Token; readonly item: Raw; readonly close: Token }
  | { readonly raw: "fraction"; readonly open: Token; readonly above: Raw; readonly below: Raw; readonly close: Token }
  | { readonly raw: "call"; readonly callee: Token; readonly args: Chain<Raw>; readonly close: Token }
  | { readonly raw: "blocks"; readonly open: Token; readonly rows: Chain<Chain<Raw>>; readonly close: Token }
  | {
      readonly raw: "bars";
      readonly open: Token;
      readonly item: Raw;
      readonly close: Token;
      readonly sub: Token | null;
    }
  | { readonly raw: "root"; readonly root: Token; readonly item: Raw; readonly close: Token }
  | {
      readonly raw: "derivative";
      readonly open: Token;
      readonly order: 1 | 2;
      readonly of: Raw;
      readonly variables: RawVariables;
      readonly end: Token;
    }
  /** An exponent with a sign. */
  | { readonly raw: "exponent"; readonly sign: Token; readonly item: Raw };

export type RawOperator =
  | { readonly operator: "call"; readonly token: Token }
  | {
      readonly operator: "derivative";
      readonly open: Token;
      readonly order: 1 | 2;
      readonly nabla: boolean;
      readonly variables: RawVariables;
    };

export interface RawPostfix {
  readonly operator: Token;
  /** Null for a prime. */
  readonly exponent: Raw | null;
}

export interface RawVariables {
  readonly names: readonly Token[];
  readonly end: Token;
}

export interface RawKind {
  readonly token: Token;
  readonly sizes: Chain<Raw> | null;
  readonly close: Token;
}

export type RawStatement =
  | { readonly raw: "expression"; readonly item: Raw }
  | { readonly raw: "equation"; readonly sides: Chain<Side> }
  | {
      readonly raw: "declaration";
      readonly names: Chain<Token>;
      readonly kind: RawKind;
      readonly facts: Chain<Token> | null;
    }
  | { readonly raw: "input"; readonly names: Chain<Token>; readonly end: Token };

/** One side of an equation, with the `=` before it. */
export interface Side {
  readonly equals: Token | null;
  readonly item: Raw;
}

/** What nearley hands to a rule: its parts in order, each as its own rule or the lexer made it. */
// biome-ignore lint/suspicious/noExplicitAny: nearley's data has no type; each builder states what it takes.
type Parts = readonly any[];

const chain = <T>(previous: Chain<T> | null, item: T): Chain<T> => ({ previous, item });

// ---------------------------------------------------------------- statements

export const expressionStatement = ([item]: Parts): RawStatement => ({ raw: "expression", item });
export const equationStatement = ([sides]: Parts): RawStatement => ({ raw: "equation", sides });
export const inputStatement = ([names, end]: Parts): RawStatement => ({ raw: "input", names, end });

export const firstEquals = ([left, equals, right]: Parts): Chain<Side> =>
  chain<Side>(chain<Side>(null, { equals: null, item: left }), { equals, item: right });
export const nextEquals = ([sides, equals, item]: Parts): Chain<Side> => chain<Side>(sides, { equals, item });

export const declaration = ([names, , kind]: Parts): RawStatement => ({ raw: "declaration", names, kind, facts: null });
export const fact = ([d, name]: Parts): RawStatement => ({ ...d, facts: chain(d.facts, name) });
export const firstName = ([name]: Parts): Chain<Token> => chain(null, name);
export const nextName = ([names, , name]: Parts): Chain<Token> => chain(names, name);

export const kind = ([token]: Parts): RawKind => ({ token, sizes: null, close: token });
export const kindOf = ([token, , sizes, close]: Parts): RawKind => ({ token, sizes, close });
export const realsOfOne = ([token, , size]: Parts): RawKind => ({
  token,
  sizes: chain<Raw>(null, { raw: size.type === "NUM" ? "number" : "name", token: size }),
  close: size,
});
export const realsOf = ([token, , , sizes, close]: Parts): RawKind => ({ token, sizes, close });
export const twoSizes = ([rows, , cols]: Parts): Chain<Raw> => chain(chain(null, rows), cols);

// ---------------------------------------------------------------- lists of an expression

export const nextTerm = ([previous, operator, item]: Parts): Raw => ({
  raw: "cell",
  list: "sum",
  previous,
  operator,
  signs: null,
  item,
});
export const signed = ([signs, item]: Parts): Raw => ({ raw: "signed", signs, item });
export const firstSign = ([sign]: Parts): Chain<Token> => chain(null, sign);
export const nextSign = ([signs, sign]: Parts): Chain<Token> => chain(signs, sign);
export const nextElementwise = ([previous, operator, item]: Parts): Raw => ({
  raw: "cell",
  list: "elementwise",
  previous,
  operator,
  signs: null,
  item,
});
export const nextElementwiseSigned = ([previous, operator, signs, item]: Parts): Raw => ({
  raw: "cell",
  list: "elementwise",
  previous,
  operator,
  signs,
  item,
});
export const nextFactor = ([previous, item]: Parts): Raw => ({
  raw: "cell",
  list: "product",
  previous,
  operator: null,
  signs: null,
  item,
});
export const nextProduct = ([previous, operator, item]: Parts): Raw => ({
  raw: "cell",
  list: "product",
  previous,
  operator,
  signs: null,
  item,
});
export const nextProductSigned = ([previous, operator, signs, item]: Parts): Raw => ({
  raw: "cell",
  list: "product",
  previous,
  operator,
  signs,
  item,
});

export const firstItem = ([item]: Parts): Chain<Raw> => chain(null, item);
export const nextItem = ([list, , item]: Parts): Chain<Raw> => chain(list, item);
export const firstRow = ([row]: Parts): Chain<Chain<Raw>> => chain(null, row);
export const nextRow = ([rows, , row]: Parts): Chain<Chain<Raw>> => chain(rows, row);

// ---------------------------------------------------------------- operators and postfixes

export const operated = ([operators, item]: Parts): Raw => ({ raw: "operated", operators, item });
export const firstOperator = ([operator]: Parts): Chain<RawOperator> => chain(null, operator);
export const nextOperator = ([operators, operator]: Parts): Chain<RawOperator> => chain(operators, operator);
export const bareCall = ([token]: Parts): RawOperator => ({ operator: "call", token });
export const operator = ([open, , variables]: Parts): RawOperator => ({
  operator: "derivative",
  open,
  order: orderOf(open),
  nabla: false,
  variables,
});
export const fractionOperator = ([open, , d, , , variables, end]: Parts): RawOperator => ({
  operator: "derivative",
  open,
  order: orderOf(d),
  nabla: false,
  variables: { names: variables.names, end },
});
export const gradientOperator = ([open, x]: Parts): RawOperator => ({
  operator: "derivative",
  open,
  order: orderOf(open),
  nabla: true,
  variables: { names: open.value === "2" ? [x, x] : [x], end: x },
});

export const nextPostfix = ([previous, postfix]: Parts): Raw => ({ raw: "postfix", previous, postfix });
export const prime = ([operator]: Parts): RawPostfix => ({ operator, exponent: null });
export const power = ([operator, exponent]: Parts): RawPostfix => ({ operator, exponent });
export const signedExponent = ([sign, item]: Parts): Raw => ({ raw: "exponent", sign, item });

// ---------------------------------------------------------------- primaries

export const number = ([token]: Parts): Raw => ({ raw: "number", token });
export const name = ([token]: Parts): Raw => ({ raw: "name", token });
export const group = ([open, item, close]: Parts): Raw => ({ raw: "group", open, item, close });
export const fraction = ([open, , above, , , below, close]: Parts): Raw => ({
  raw: "fraction",
  open,
  above,
  below,
  close,
});
export const call = ([callee, , args, close]: Parts): Raw => ({ raw: "call", callee, args, close });
export const blocks = ([open, rows, close]: Parts): Raw => ({ raw: "blocks", open, rows, close });
export const bars = ([open, item, close, sub]: Parts): Raw => ({ raw: "bars", open, item, close, sub: sub ?? null });
export const root = ([token, , item, close]: Parts): Raw => ({ raw: "root", root: token, item, close });

// ---------------------------------------------------------------- derivatives

const orderOf = (d: Token): 1 | 2 => (d.value === "2" ? 2 : 1);

export const derivative = ([open, of, , variables]: Parts): Raw => ({
  raw: "derivative",
  open,
  order: orderOf(open),
  of,
  variables,
  end: variables.end,
});
export const derivativeFraction = ([open, , d, of, , , variables, end]: Parts): Raw => ({
  raw: "derivative",
  open,
  order: orderOf(d),
  of,
  variables,
  end,
});
export const oneVariable = ([, x]: Parts): RawVariables => ({ names: [x], end: x });
export const squaredVariable = ([, x, end]: Parts): RawVariables => ({ names: [x, x], end });
export const twoVariables = ([, x, , y]: Parts): RawVariables => ({ names: [x, y], end: y });
