/** The table of LaTeX commands: one line a command. */
import type { Code, CodeOf } from "../../core/codes.js";
import { LETTER_COMMANDS } from "../../names/canonical.js";
import type { RelationSign } from "../ast.js";
import type { Face, LexicalKind } from "../lex/tokens.js";

export type Command =
  /** A letter: `\alpha`. */
  | { readonly does: "letter"; readonly name: string }
  /** A token that stands for itself. */
  | { readonly does: "token"; readonly type: LexicalKind; readonly value: string }
  /** The name of a built-in: `\log`. */
  | { readonly does: "operator"; readonly name: string }
  /** `\mathbf`: the face of what follows. `distinct` faces make another letter of it: `\mathcal{L}` is no `L`. */
  | { readonly does: "font"; readonly face: Face; readonly distinct: boolean }
  /** `\bf`: the face of what follows within the braces. */
  | { readonly does: "switch"; readonly face: Face }
  /** `\norm{…}`, `\abs{…}`: bars around its argument. */
  | { readonly does: "bars"; readonly type: "BAR" | "NBAR" }
  | { readonly does: "accent"; readonly name: string }
  /** `\sum`, `\prod`, with the letters under it. */
  | { readonly does: "reduction"; readonly name: "sum" | "prod" }
  /** `\text{…}`: a word or prose. */
  | { readonly does: "text" }
  /** Nothing, with this many arguments in braces that are left out too. */
  | { readonly does: "skip"; readonly args: number }
  /** Nothing, but its last argument is read; `scripts` on it are labels. */
  | { readonly does: "through"; readonly args: number; readonly scripts: boolean }
  | {
      readonly does:
        | "frac"
        | "sqrt"
        | "left"
        | "right"
        | "begin"
        | "end"
        | "blackboard"
        | "partial"
        | "nabla"
        | "prime"
        | "row";
    }
  /** `\\langle`, `\\rangle`. */
  | { readonly does: "angle"; readonly opens: boolean }
  | {
      readonly does: "fault";
      readonly code: Code;
      readonly message: string;
      readonly hint: string;
      /** The relation that it is where letters are related: `\ne` under a sum. */
      readonly relation?: RelationSign | "subset";
    };

const table = new Map<string, Command>();
const add = (names: string, command: Command): void => {
  for (const name of names.split(" ")) table.set(name, command);
};

const tokens = (type: LexicalKind, value: string, names: string): void => add(names, { does: "token", type, value });
const fault = (names: string, code: CodeOf<"syntax">, message: string, hint: string): void =>
  add(names, { does: "fault", code: `syntax/${code}`, message, hint });

const relation = (names: string, sign: RelationSign | "subset"): void =>
  add(names, {
    does: "fault",
    code: "syntax/relation",
    message: "only = and ∈ relate two sides",
    hint: "a definition or a claim has an =",
    relation: sign,
  });

function fill(): void {
  for (const [command, name] of LETTER_COMMANDS) table.set(command, { does: "letter", name });
  for (const name of "exp log sin cos tan sinh cosh tanh det max min".split(" "))
    table.set(name, { does: "operator", name });
  for (const [command, name] of [
    ["ln", "log"],
    ["arcsin", "asin"],
    ["arccos", "acos"],
    ["arctan", "atan"],
  ] as const)
    table.set(command, { does: "operator", name });

  add("mathbf boldsymbol bm pmb bold vb symbf symbfit symbfup mathbold", {
    does: "font",
    face: "bold",
    distinct: false,
  });
  add("mathit mathnormal mathsf mathtt symit symup", { does: "font", face: "plain", distinct: false });
  add("mathcal mathscr mathfrak", { does: "font", face: "plain", distinct: true });
  add("bf bfseries", { does: "switch", face: "bold" });
  add("rm it sf tt cal normalfont", { does: "switch", face: "plain" });
  add("hat widehat", { does: "accent", name: "hat" });
  add("tilde widetilde", { does: "accent", name: "tilde" });
  add("bar overline", { does: "accent", name: "bar" });
  for (const name of ["dot", "ddot", "check", "breve", "acute", "grave", "mathring"])
    add(name, { does: "accent", name });
  // An arrow or a line below says that a letter is a vector; the name stays the same.
  add("vec underline overrightarrow", { does: "accent", name: "" });
  add("text textrm textbf textit textsf texttt textnormal mathrm operatorname mbox hbox", { does: "text" });
  add("norm Norm", { does: "bars", type: "NBAR" });
  add("abs Abs", { does: "bars", type: "BAR" });
  add("mathbb Bbb mathbbm mathds", { does: "blackboard" });
  add("R Reals real", { does: "token", type: "REALS", value: "ℝ" });

  tokens("IN", "∈", "in");
  tokens("TIMES", "×", "times");
  tokens("MUL", "*", "cdot ast bullet");
  tokens("MUL", "/", "div slash");
  tokens("EW", "hadamard", "circ odot");
  tokens("EW", "quotient", "oslash");
  tokens("EW", "kronecker", "otimes");
  tokens("EQ", "=", "coloneqq coloneq defeq eqdef triangleq equiv doteq");
  tokens("COLON", ":", "colon");
  tokens("DOTS", "…", "dots ldots cdots vdots ddots dotsc dotsb dotsm dotsi iddots hdots mathellipsis");
  tokens("QUAD", " ", "quad qquad");
  tokens(
    "ARROW",
    "→",
    "downarrow uparrow updownarrow nearrow searrow swarrow nwarrow rightarrow leftarrow leftrightarrow to gets mapsto " +
      "longrightarrow longleftarrow Longrightarrow Rightarrow Leftarrow Leftrightarrow Downarrow Uparrow Updownarrow " +
      "hookrightarrow rightharpoonup implies impliedby iff therefore because",
  );
  tokens("LP", "(", "lbrace lgroup");
  tokens("RP", ")", "rbrace rgroup");
  tokens("LB", "[", "lbrack llbracket");
  tokens("RB", "]", "rbrack rrbracket");
  tokens("BAR", "", "vert mid");
  tokens("NBAR", "", "Vert parallel");
  tokens("BAR", "(", "lvert");
  tokens("BAR", ")", "rvert");
  tokens("NBAR", "(", "lVert");
  tokens("NBAR", ")", "rVert");
  tokens("NAME", "T", "top intercal");

  add(
    "displaystyle textstyle scriptstyle scriptscriptstyle limits nolimits displaylimits nonumber notag allowbreak nobreak noindent " +
      "centering bigl bigr bigm big Bigl Bigr Bigm Big biggl biggr biggm bigg Biggl Biggr Biggm Bigg middle strut " +
      "mathstrut hline hfill hfil par smallskip medskip bigskip thinspace medspace thickspace negthinspace enspace " +
      "relax mathsurround tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge boldmath unboldmath protect null square blacksquare qed",
    { does: "skip", args: 0 },
  );
  add("label tag hspace vspace hskip phantom hphantom vphantom color pagecolor ref eqref cite footnote cline mspace", {
    does: "skip",
    args: 1,
  });
  add("boxed fbox mathop mathbin mathrel mathord mathopen mathclose mathpunct mathinner ensuremath", {
    does: "through",
    args: 1,
    scripts: false,
  });
  add("smash mathclap mathllap mathrlap framebox uline tboxed", { does: "through", args: 1, scripts: false });
  add(
    "textcolor mathcolor colorbox htmlClass htmlId htmlStyle htmlData class cssId style href stackrel overset underset",
    {
      does: "through",
      args: 2,
      scripts: false,
    },
  );
  add("fcolorbox", { does: "through", args: 3, scripts: false });
  add("underbrace overbrace underbracket overbracket", { does: "through", args: 1, scripts: true });

  add("frac dfrac tfrac cfrac", { does: "frac" });
  for (const name of ["sqrt", "left", "right", "begin", "end", "partial", "nabla", "prime"] as const)
    add(name, { does: name });
  // Of the package for physics.
  add("grad gradient", { does: "nabla" });
  add("newline cr tabularnewline", { does: "row" });

  add("sum", { does: "reduction", name: "sum" });
  add("prod", { does: "reduction", name: "prod" });
  fault(
    "int iint oint lim limsup liminf sup inf bigcup bigcap coprod bigoplus bigotimes",
    "operator",
    "this operator is not part of the language",
    "write the expression in matrix notation",
  );
  fault(
    "argmin argmax arg",
    "operator",
    "argmin and argmax are not part of the language",
    "state the function whose derivative is wanted",
  );
  fault(
    "newcommand renewcommand providecommand def let gdef edef xdef DeclareMathOperator require usepackage",
    "macro",
    "macro definitions are not read",
    "write the formula out",
  );
  fault(
    "cancel bcancel xcancel",
    "operator",
    "what is struck out may stand or be gone",
    "leave it out, or write it without the stroke",
  );
  fault("pm mp", "operator", "± stands for two formulas", "write them as two statements");
  // They are brackets all the same, so that the comma between them separates nothing.
  add("langle", { does: "angle", opens: true });
  add("rangle", { does: "angle", opens: false });
  fault(
    "dagger ddagger",
    "operator",
    "† is a pseudo-inverse in one book and a transpose in another",
    "the pseudo-inverse is \\operatorname{pinv}(X), a transpose X^T",
  );
  for (const [names, means] of [
    ["sech", "\\frac{1}{\\cosh(x)}"],
    ["csch", "\\frac{1}{\\sinh(x)}"],
    ["coth", "\\frac{1}{\\tanh(x)}"],
    ["tg", "\\tan(x)"],
    ["ctg cotg", "\\cot(x)"],
    ["arctg", "\\arctan(x)"],
    ["sh", "\\sinh(x)"],
    ["ch", "\\cosh(x)"],
    ["th", "\\tanh(x)"],
    ["lg", "\\frac{\\log(x)}{\\log(10)}"],
  ] as const)
    fault(names, "operator", "this function is not part of the language by this name", `it is ${means}`);
  fault("ker dim hom deg gcd Pr", "operator", "this operator is not part of the language", "declare a name for it");
  fault(
    "approx sim simeq cong propto ll gg",
    "relation",
    "only = and ∈ relate two sides",
    "a definition or a claim has an =",
  );
  relation("ne neq", "!=");
  relation("le leq leqslant", "<=");
  relation("ge geq geqslant", ">=");
  relation("lt", "<");
  relation("gt", ">");
  relation("notin", "notin");
  relation("subset subseteq", "subset");
  tokens("FORALL", "∀", "forall");
  fault("binom choose dbinom tbinom", "operator", "binomials are not part of the language", "give the number a name");
}

/** The meaning of a command, without its backslash; null where it has none. */
export function command(name: string): Command | null {
  if (table.size === 0) fill();
  return table.get(name) ?? null;
}

/** Names of all commands that are read, for hints. */
export function commandNames(): Iterable<string> {
  if (table.size === 0) fill();
  return table.keys();
}

export type Environment = "aligned" | "matrix" | "single" | "unread";

const ENVIRONMENTS: ReadonlyMap<string, Environment> = new Map<string, Environment>([
  ...[
    "aligned",
    "align",
    "alignat",
    "alignedat",
    "split",
    "gather",
    "gathered",
    "flalign",
    "multline",
    "subequations",
  ].map((e) => [e, "aligned"] as const),
  // In these the relation stands in a cell of its own, so that no & ends a statement.
  ...["eqnarray", "IEEEeqnarray", "equation", "displaymath", "math", "dmath", "center"].map(
    (e) => [e, "single"] as const,
  ),
  ...[
    "cases",
    "dcases",
    "matrix",
    "pmatrix",
    "bmatrix",
    "Bmatrix",
    "smallmatrix",
    "array",
    "bsmallmatrix",
    "psmallmatrix",
    "block",
  ].map((e) => [e, "matrix"] as const),
]);

export const environment = (name: string): Environment => ENVIRONMENTS.get(name.replace(/\*$/, "")) ?? "unread";

/** Environments with an argument after their name: columns, their number. */
export const hasColumnArgument = (name: string): boolean => /^(array|alignat|alignedat|IEEEeqnarray)\*?$/.test(name);
