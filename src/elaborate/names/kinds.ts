/** The kinds of names: declared, defined, built in, or decided by its evidence. */
import type { Code } from "../../core/codes.js";
import { ONE } from "../../core/dim.js";
import { nearest } from "../../core/nearest.js";
import { SCALAR, shape } from "../../core/shape.js";
import { BUILTIN_BY_NAME, isYieldingFunction, YIELDING } from "../../functions/builtins.js";
import { GREEK } from "../../names/greek.js";
import { type Entry, fault, type Scope, warn } from "../scope.js";
import { isUpperWord } from "./applied.js";
import {
  arraySign,
  bare,
  count,
  type Evidence,
  isApplied,
  isFirm,
  isOnlyApplied,
  isPlain,
  isStated,
  isTurnedMatrix,
  type NameKind,
  type Reason,
  reasonOf,
  type Sign,
  shows,
} from "./evidence.js";
import { imaginaryName } from "./imaginary.js";
import { bothReadings, hangsOn } from "./lone.js";
import { indexedSum, optimumOver, unsupported } from "./unsupported.js";

/** Words of matrixcalculus.org for constants, `vector(1)`: read where they are applied. */
const WORDS: ReadonlySet<string> = new Set(["vector", "matrix"]);

/** Whether a name is built in, and so none that a model can have; what yields to the model is not. */
export const isReserved = (name: string): boolean =>
  (BUILTIN_BY_NAME.has(name) && !YIELDING.has(name)) || WORDS.has(name);

/** Whether a name is one of the language in this text: reserved, or a function that yields and has not been taken. */
export const isBuiltin = (scope: Scope, name: string): boolean => isReserved(name) || isBorrowed(scope, name);

/**
 * Whether the name is a function of the language that the text applies and does not state. From the decision of kinds
 * on such a name is none of the scope's.
 */
function isBorrowed(scope: Scope, name: string): boolean {
  if (!isYieldingFunction(name)) return false;
  const entry = scope.names.get(name);
  if (entry === undefined) return true;
  const isApart = shows(entry.evidence, "applied") || shows(entry.evidence, "composed");
  return isApart && bare(entry.evidence) === 0 && !isStated(entry.evidence) && !entry.faulty;
}

/** The size of `I_n`, `I_3`, where the model has no such name; else null. */
export function identitySize(scope: Scope, name: string): string | null {
  // I_0 and I_1 are currents or intensities: no book has an identity of no rows, or of one.
  if (!name.startsWith("I_") || name.length === 2 || name === "I_0" || name === "I_1") return null;
  const entry = scope.names.get(name);
  return entry !== undefined && isStated(entry.evidence) ? null : name.slice(2);
}

/** Whether the name is one that yields to the model and has not been taken by it. */
export function isConstant(scope: Scope, name: string): boolean {
  if (!YIELDING.has(name)) return false;
  const entry = scope.names.get(name);
  // No number is transposed, `π^T r` is a product of vectors, and none has an index.
  const isVariable = (e: Evidence) =>
    isStated(e) || (["transposed", "member", "cell", "size"] as const).some((s) => shows(e, s));
  return entry === undefined || !isVariable(entry.evidence);
}

// ---------------------------------------------------------------- the decision

/** How the text as a whole is set. */
export interface Typography {
  /**
   * Whether LaTeX sets lower-case names in bold, and transposes none that are plain, which says that the plain ones are
   * scalars. Else they are read by what is done to them, and a letter is a scalar if nothing in the text asks for more.
   */
  readonly bold: boolean;
  /** The same of Latin letters in upper case: whether those in bold are the matrices. */
  readonly boldUpper: boolean;
}

export function typographyOf(scope: Scope): Typography {
  let [bold, boldUpper, isMixed] = [false, false, false];
  for (const { evidence: e } of scope.names.values()) {
    if (shows(e, "upper")) boldUpper ||= shows(e, "bold");
    else if (isPlain(e) && shows(e, "transposed") && !shows(e, "greek")) isMixed = true;
    else bold ||= shows(e, "bold");
  }
  return { bold: bold && !isMixed, boldUpper: boldUpper && !isMixed };
}

export interface Decision {
  readonly kind: NameKind;
  /** The piece of evidence that decides. */
  readonly because: Reason;
  /** A scalar only if nothing in the text gives it a size. */
  readonly soft: boolean;
}

/** Uses that tell an array even among bold letters, where a plain one is a scalar. */
const STRONG = ["transposed", "argument", "entrywise"] as const satisfies readonly Sign[];

/**
 * The kind of a name that nothing defines, from all that the text shows of it, the strongest first: what is stated, how
 * it is set, what is done to it, which letter it is.
 */
export function decideKind(e: Evidence, text: Typography): Decision {
  if (e.declared !== null) {
    const { kind, span } = e.declared;
    return { kind, because: { strength: "stated", text: "it is declared", span }, soft: false };
  }
  const by = (kind: NameKind, sign: Sign, soft = false): Decision => ({ kind, because: reasonOf(e, sign), soft });
  if (shows(e, "size")) return by("size", "size");
  if (shows(e, "composed")) return by("function", "composed");
  if (shows(e, "paired")) return by("matrix", "paired");
  if (shows(e, "indexed")) return by("vector", "indexed");
  if ((shows(e, "member") || shows(e, "cell")) && !shows(e, "bold") && !isApplied(e)) return memberKind(e);
  if (shows(e, "upper") && text.boldUpper && isPlain(e) && isCoefficient(e)) return by("scalar", "leading");
  if (shows(e, "upper") && shows(e, "spread") && !shows(e, "bold") && !isApplied(e) && arraySign(e) === null)
    return by("matrix", "spread", true);
  if (shows(e, "upper"))
    return isApplied(e) ? by("function", "applied") : by("matrix", shows(e, "bold") ? "bold" : "upper");
  if (shows(e, "bold")) return by("vector", shows(e, "arrow") ? "arrow" : "bold");
  if (isApplied(e)) return by("function", "applied");
  const isGreek = shows(e, "greek");
  const isScalar = isPlain(e) && text.bold && (!isGreek || shows(e, "block"));
  const use = isScalar ? (STRONG.find((sign) => shows(e, sign)) ?? null) : arraySign(e);
  if (use !== null) return by("vector", use);
  if (isScalar) return by("scalar", "light");
  if (isGreek) return by("scalar", "greek", true);
  if (shows(e, "label")) return by("scalar", "label", true);
  if (isPlain(e)) return by("scalar", "light", true);
  return shows(e, "added") ? by("vector", "added", true) : by("vector", "lower");
}

/** Whether a letter stands where numbers do wherever it stands, and is used as no array; plain capitals in Greek are matrices to many. */
const isCoefficient = (e: Evidence): boolean =>
  !shows(e, "greekUpper") && shows(e, "leading") && count(e, "leading") >= bare(e) && arraySign(e) === null;

/** A plain letter with an index is what its use says: a vector, a matrix, or a number. */
function memberKind(e: Evidence): Decision {
  const use = arraySign(e) ?? (shows(e, "cell") ? "cell" : "member");
  if (use === "cell") return { kind: "scalar", because: reasonOf(e, use), soft: false };
  const because = reasonOf(e, use);
  return { kind: shows(e, "upper") ? "matrix" : "vector", because, soft: use === "member" || shows(e, "upper") };
}

// ---------------------------------------------------------------- names that nothing declares or defines

/** Gives a kind, and unknown sizes, to every name that has neither declaration nor definition. */
export function assume(scope: Scope): void {
  for (const name of [...scope.names.keys()]) if (isBorrowed(scope, name)) scope.names.delete(name);
  const undeclared = [...scope.names.values()].filter(
    (n) => !isStated(n.evidence) && !n.faulty && !isConstant(scope, n.name),
  );
  undeclared.sort((a, b) => a.span.start - b.span.start);
  const text = typographyOf(scope);
  for (const entry of undeclared) {
    const refusal = scope.strict ? undeclaredError(scope, entry) : refusalOf(scope, entry);
    if (refusal === null) settleKind(scope, entry, text);
    else {
      entry.faulty = true;
      fault(scope, refusal.code, entry.span, refusal.message, { hint: refusal.hint });
    }
  }
}

/** `A_ij`: a number for its letters, and not for what stands in bold. */
const isMember = ({ evidence: e }: Entry): boolean => shows(e, "member") || shows(e, "cell");

function settleKind(scope: Scope, entry: Entry, text: Typography): void {
  const decided = decideKind(entry.evidence, text);
  const { because } = decided;
  // The r_f beside numbers r_i is one as well, where nothing gives it a size.
  const isLoose = decided.kind === "vector" && because.strength === "letter" && scope.indices.apart.has(entry.name);
  const { kind, soft } = isLoose ? { kind: "scalar" as const, soft: true } : decided;
  entry.assumed = true;
  entry.because = because;
  shapeBy(scope, entry, kind, soft);
  if (
    kind === "scalar" &&
    shows(entry.evidence, "upper") &&
    shows(entry.evidence, "front") &&
    entry.name !== "Delta" &&
    !isMember(entry)
  )
    warn(
      scope,
      "name/second",
      entry.span,
      `${entry.name}, plain beside matrices in bold, is read as a scalar`,
      `declare what it is: ${entry.name} : scalar, or ${entry.name} : matrix(n, m)`,
    );
  if (entry.name === "sigma" && kind === "function") entry.alias = "sigmoid";
  if (!shows(entry.evidence, "applied")) return;
  // β (x − μ) is a letter, and no mistyped lbeta.
  const close = GREEK.has(entry.name) ? null : nearest(entry.name, builtinNames());
  if (close !== null)
    warn(scope, "name/near-miss", entry.span, `${entry.name} is not built in`, `did you mean ${close}?`);
  else if (
    kind === "function" &&
    entry.alias === null &&
    !entry.isScalarFunction &&
    isWord(entry.name) &&
    !shows(entry.evidence, "member") &&
    !shows(entry.evidence, "primed")
  )
    warn(
      scope,
      "name/word",
      entry.span,
      `${entry.name} is none of the language, and read as an unknown function of each entry`,
      `${entry.name} : function says so; else define it: ${entry.name}(t) = …`,
    );
}

/** A word of lower case, `act(z)`, which is a function of mathematics as likely as one of the author's. */
const isWord = (name: string): boolean => /^[a-z]{3,}$/.test(name) && !GREEK.has(name);

function shapeBy(scope: Scope, entry: Entry, kind: NameKind, soft: boolean): void {
  const { sizes } = scope;
  entry.kind = soft && kind === "scalar" ? "vector" : kind;
  if (soft) scope.soft.add(entry);
  const isPlural = isFirm(entry.evidence) || scope.kept.has(entry.name);
  if (entry.kind === "matrix") entry.shape = shape(sizes.fresh(isPlural), sizes.fresh(isPlural));
  else entry.shape = entry.kind === "vector" ? shape(sizes.fresh(isPlural), ONE) : SCALAR;
}

/** The shape of a name that its own definition mentions, with unknown sizes. */
export function giveShape(scope: Scope, entry: Entry): void {
  const { kind, soft } = decideKind(entry.evidence, typographyOf(scope));
  if (kind === "scalar" || kind === "vector" || kind === "matrix") shapeBy(scope, entry, kind, soft);
}

interface Refusal {
  readonly code: Code;
  readonly message: string;
  readonly hint: string;
}

/** Why a name cannot be taken for an input or a function of the author's, or null. */
function refusalOf(scope: Scope, entry: Entry): Refusal | null {
  const { name, evidence } = entry;
  const glyph = /^[Σ∑Π∏]/.exec(scope.source.slice(entry.span.start, entry.span.start + 1))?.[0];
  if (glyph !== undefined && isIndexOf(scope, name)) {
    const said = indexedSum(`${/[Σ∑]/.test(glyph) ? "sum" : "prod"}_${name.slice(-1)}`);
    if (said !== null) return { code: "name/unsupported", ...said };
  }
  // 3 x 10^5, as it is typed for a cross.
  if (name === "x" && /\d\s{0,3}x\s{0,3}10\s{0,3}(?:\^|[⁻⁰¹²³⁴-⁹])/.test(scope.source))
    return {
      code: "name/unsupported",
      message: "x between numbers reads as a cross, and as a name",
      hint: "a number is 3 * 10^5 or 3e5; a name of the model is declared: x : scalar",
    };
  const sign = signOfSum(scope, entry);
  if (sign !== null) return { code: "name/unsupported", ...sign };
  const primed = countedName(scope, entry);
  if (primed !== null) return { code: "name/numbered", ...primed };
  const changing = changingName(scope, entry);
  if (changing !== null) return { code: "name/rate", ...changing };
  const imaginary = imaginaryName(entry);
  if (imaginary !== null) return { code: "name/imaginary", ...imaginary };
  const twofold = twofoldName(scope, entry) ?? turnedName(entry) ?? conjugateName(scope, entry);
  if (twofold !== null) return { code: "name/kind", ...twofold };
  // γ (…) is a factor; gamma(…) in letters is a function of libraries.
  const isLetter = GREEK.has(name) && !scope.source.startsWith(name, entry.span.start);
  const isOperation = !isLetter && (shows(evidence, "applied") || shows(evidence, "upright"));
  const refused = optimumOver(name) ?? (isOperation ? unsupported(name) : indexedSum(name));
  if (refused !== null) return { code: "name/unsupported", ...refused };
  const unknown = unknownFunction(name, evidence);
  if (unknown !== null) return { code: "name/unknown-function", ...unknown };
  // Σ^{-1} (x - μ) is a product, and F^{-1}(u) none.
  const inverted = count(evidence, shows(evidence, "upper") ? "invertedAt" : "inverted");
  if (inverted === 0 || inverted !== bare(evidence) || shows(evidence, "bold")) return null;
  const { message, hint } = inverseFunction(name);
  return {
    code: "name/inverse-function",
    message,
    hint: shows(evidence, "upper")
      ? `${hint}; a matrix is declared: ${name} : matrix(n, n)`
      : `${hint}; for a factor 1 / ${name} declare ${name} : scalar`,
  };
}

/** Refuses `Σ (y_i − a x_i)²`, `Π p_i`: the letter in front of what has an index is the sign of a sum more likely than a matrix. */
function signOfSum(scope: Scope, { name, span, evidence }: Entry): Pick<Refusal, "message" | "hint"> | null {
  if ((name !== "Sigma" && name !== "Pi") || shows(evidence, "transposed") || shows(evidence, "by")) return null;
  const end = /[\n;$]|$/.exec(scope.source.slice(span.end))?.index ?? 0;
  const line = scope.source.slice(span.start, span.end + end);
  // Σ (y - ŷ)^2: no matrix times a vector has a square.
  const square = /^[ΣΠ]\s{0,3}(\((?:[^()]|\([^()]{0,60}\)){1,80}\)|\p{Ll}{1,3})\s?(?:²|\^\s?\{?2)/u.exec(line);
  const [what, glyph] = name === "Sigma" ? ["sum", "Σ"] : ["product", "Π"];
  const declared = `a matrix is declared: ${name} : matrix(n, n)`;
  if (square !== null && count(evidence, "front") === bare(evidence)) {
    const entries = name === "Sigma" ? `the sum of the squares of entries is sum(${square[1]} .^ 2)` : null;
    return {
      message: `${line.charAt(0)} may be the sign of a ${what} that does not say its letter, or a matrix`,
      hint: `${entries ?? `a product says its letter: ${glyph}_i`}; ${declared}`,
    };
  }
  const [before = ""] = scope.source.slice(0, span.start).split("\n").slice(-1);
  if (isOfEntries(before, line) && count(evidence, "front") === bare(evidence))
    return {
      message: `${glyph} may be the sign of a ${what} that does not say its letter, or a matrix`,
      hint: `${name === "Sigma" ? "sum(…) adds the entries of what is in it" : `a product says its letter: ${glyph}_i`}; ${declared}`,
    };
  const index = /^[ΣΠ]\s{0,3}(?=[\p{L}\d(‖|])[^\n;$]{0,200}?\p{L}(?:_\{?([i-n])(?![\p{L}\d])|([ᵢⱼₖₙₘ]))/u.exec(line);
  const letter = index?.[1] ?? (index?.[2] === undefined ? undefined : index[2].normalize("NFKC"));
  if (letter === undefined) return null;
  return {
    message: `${glyph} may be the sign of a ${what} over ${letter}, or a matrix`,
    hint: `a ${what} says its letter: ${glyph}_${letter}; ${declared}`,
  };
}

/** `-Σ log(p)`, `1/n Σ x`, `S = Σ x`: what entries are added of, how many there are, and a total in upper case. */
const isOfEntries = (before: string, line: string): boolean =>
  /^[ΣΠ]\s{0,3}(?:(?:log|ln|exp|abs|sqrt|max|min)\(|\|)/.test(line) ||
  /(?:1\/[nNmM]\)?|⅟[nNmM])\s{0,3}$/.test(before) ||
  (/(?:^|[=+−(-])\s{0,3}$/.test(before) && /^[ΣΠ]\s{0,3}\p{Ll}\s{0,3}\/\s{0,3}[nNmM]\s{0,9}$/u.test(line)) ||
  (/^\s{0,9}[A-Z](?:\([^()]{1,20}\))?\s{0,3}:?=\s{0,3}[-−]?\s{0,3}$/.test(before) &&
    /^[ΣΠ]\s{0,3}\p{Ll}\s{0,9}$/u.test(line));

/** Whether a name is a letter with an index that other names have too, `Σ_i` beside `x_i`, `Σi` beside `yi`. */
function isIndexOf(scope: Scope, name: string): boolean {
  const index = /^(?:Sigma|Pi)_?([i-nt])$/.exec(name)?.[1];
  if (index === undefined) return false;
  const isIndexed = new RegExp(`^(?:.+_|[A-Za-z])${index}$`);
  for (const other of scope.names.keys()) if (other !== name && isIndexed.test(other)) return true;
  return false;
}

/** Refuses a letter of functions, or one applied to what is derived by, that is applied and stands by itself as well. */
function twofoldName(scope: Scope, { name, evidence: e }: Entry): Pick<Refusal, "message" | "hint"> | null {
  if (!shows(e, "applied") || bare(e) === count(e, "inverted") || shows(e, "composed")) return null;
  const isOfVariable = shows(e, "ofVariable") && !shows(e, "by");
  // `h'(A h)` is an inner product, as MATLAB writes it.
  const isFunction = shows(e, "functional") && count(e, "applied") > count(e, "primed");
  if (!isOfVariable && !isFunction) return null;
  const like = name === "sigma" ? ", as the sigmoid is," : "";
  const free = ["f", "g", "h", "f_1", "g_1"].find((f) => !scope.names.has(f)) ?? "f_2";
  const call = name === "sigma" ? "sigmoid" : shows(e, "functional") ? `${name}_1` : free;
  return {
    message: `${name} is applied${like} and stands as a value as well`,
    hint: `write ${call}(…) for the function, ${name} * (…) for the product, or give the value another name`,
  };
}

/** Refuses `w'(x - y)` of a letter that is applied nowhere without a prime: w^T (x - y), or the derivative of a function. */
function turnedName({ name, evidence: e }: Entry): Pick<Refusal, "message" | "hint"> | null {
  if (!shows(e, "turned") || shows(e, "functional") || shows(e, "composed") || isTurnedMatrix(e)) return null;
  if (bare(e) > 0 || count(e, "applied") > count(e, "primed")) return null;
  return {
    message: `${name}' before a parenthesis may be the transpose of ${name}, or the derivative of a function`,
    hint: `a transpose is ${name}^T (…); ${name} : function declares a function of each entry`,
  };
}

/** Refuses `ψ^* H ψ`: a conjugate transpose, or a name of its own. */
function conjugateName(scope: Scope, { name, span, evidence }: Entry): Pick<Refusal, "message" | "hint"> | null {
  if (!shows(evidence, "starred")) return null;
  const text = scope.source.slice(span.start, span.end);
  const base = name.replace(/_(?:star|bar)$/, "");
  return {
    message: `${text} before ${base} may be its conjugate transpose, or a name of its own`,
    hint: `of real numbers it is ${base}^T; a name of its own is declared: ${name} : scalar, or ${name} : vector(n)`,
  };
}

/** Refuses `\dot x` beside a definition of x, and `u_x` of a u that x makes: derivatives to anyone, and inputs here. */
function changingName(scope: Scope, { name, evidence }: Entry): Pick<Refusal, "message" | "hint"> | null {
  const [, base = "", mark = ""] = /^(.+?)_(dot|ddot|[a-z]{1,2})$/.exec(name) ?? [];
  const own = scope.names.get(base);
  if (own === undefined || own.evidence.defined === null || own.kind === "function") return null;
  if (shows(evidence, "member") || shows(evidence, "cell") || shows(evidence, "applied")) return null;
  const isRate = mark === "dot" || mark === "ddot";
  const isBy = (x: string) => scope.names.get(x)?.evidence.defined === null && hangsOn(scope, base, (n) => n === x);
  if (!isRate && !(/^[p-z]+$/.test(mark) && [...mark].every(isBy))) return null;
  const isOfTime = hangsOn(scope, base, (n) => n === "t");
  if (isRate && !isOfTime)
    return {
      message: `${name} may be the rate of ${base}, which is defined, or an input of its own`,
      hint: `the rate is ∂${base}/∂q q_dot for each q that ${base} is made of; an input is declared: ${name} : scalar`,
    };
  const by = isRate ? "t" : mark.charAt(0);
  const d = isRate ? (mark === "dot" ? 1 : 2) : mark.length;
  const asked = d === 1 ? `∂${base}/∂${by}` : `∂²${base}/∂${by}${isRate || mark[0] === mark[1] ? "²" : `∂${mark[1]}`}`;
  return {
    message: `${name} may be a derivative of ${base}, which is defined, or an input of its own`,
    hint: `the derivative is ${asked}; an input is declared: ${name} : scalar`,
  };
}

/**
 * Refuses `f^{(2)}(x)`: a derivative of f in most books, and one of several functions in others. Where there are several
 * and no f that is applied, they are counted.
 */
function countedName(scope: Scope, { name, span, evidence }: Entry): Pick<Refusal, "message" | "hint"> | null {
  if (!shows(evidence, "applied")) return null;
  const text = scope.source.slice(span.start, span.end);
  const [, base = "", digit = ""] = /^(.+)_(\d)$/.exec(name) ?? [];
  if (digit === "" || !/\^\{?\s?\(\s?\d\s?\)\s?\}?$/.test(text)) return null;
  const own = scope.names.get(base);
  const isOfText = own !== undefined && (shows(own.evidence, "applied") || own.kind === "function");
  const isOneOfMany = [...scope.names.keys()].some((n) => n !== name && /_\d$/.test(n) && n.slice(0, -2) === base);
  if (!isOfText && isOneOfMany) return null;
  return {
    message: `${text} may be a derivative of ${base}, or a function of its own`,
    hint: `the derivative is ${base}${"'".repeat(Number(digit))}(…); a function of its own is ${base}_{${digit}}(…)`,
  };
}

/** Refuses a word that is applied and that nothing says the meaning of, and a matrix of what is derived by. */
function unknownFunction(name: string, e: Evidence): { readonly message: string; readonly hint: string } | null {
  if (!isOnlyApplied(e) || shows(e, "primed") || shows(e, "composed") || shows(e, "graded")) return null;
  if (shows(e, "bold") && shows(e, "functional"))
    return {
      message: `${name}, in bold, is applied as a function of vectors that nothing defines`,
      hint: `${name} : function declares a function of each entry; if it is a factor, write the product: ${name} * (…)`,
    };
  if (isUpperWord(name) || (shows(e, "upright") && name.length > 1))
    return {
      message: `${name} is applied as a function, and is none of the language`,
      hint: `${name} : function declares a function of each entry; what it gives may have a name of its own`,
    };
  if (!shows(e, "upper") || !shows(e, "ofVariable") || shows(e, "functional") || shows(e, "by")) return null;
  return {
    message: `${name} is applied to what is derived by, and how it depends on that is not known`,
    hint: bothReadings(name),
  };
}

/** The words for `f^-1` where f is a function. */
export const inverseFunction = (f: string): { readonly message: string; readonly hint: string } => ({
  message: `${f}^-1 is the inverse function of ${f}, which is not part of the language`,
  hint: `the reciprocal is ${f}(x) .^ -1, of a scalar 1 / ${f}(x); an inverse is a function with a name of its own`,
});

/** In strict mode every name is declared. */
function undeclaredError(scope: Scope, entry: Entry): Refusal {
  const code = "name/undeclared";
  const isFunction = isOnlyApplied(entry.evidence);
  const refused = isFunction ? unsupported(entry.name) : null;
  if (refused !== null) return { code, ...refused };
  const known = isFunction ? builtinNames() : [];
  const isSigma = isFunction && entry.name === "sigma";
  const close = isSigma ? "sigmoid" : nearest(entry.name, [...known, ...declaredNames(scope)]);
  return {
    code,
    message: isFunction
      ? `${entry.name} is not a function of the language, nor declared as one`
      : `${entry.name} is not declared`,
    hint: close === null ? `declare it: ${suggestion(entry)}` : `did you mean ${close}?`,
  };
}

function suggestion(entry: Entry): string {
  const { kind } = decideKind(entry.evidence, { bold: true, boldUpper: false });
  if (kind === "matrix") return `${entry.name} : matrix(n, m)`;
  return kind === "vector" ? `${entry.name} : vector(n)` : `${entry.name} : ${kind}`;
}

function* declaredNames(scope: Scope): Generator<string> {
  for (const n of scope.names.values()) if (isStated(n.evidence)) yield n.name;
}

const builtinNames = (): Iterable<string> => BUILTIN_BY_NAME.keys();
