/** The Greek letters: their names, glyphs and commands. */

const SMALL =
  "alpha α beta β gamma γ delta δ epsilon ε zeta ζ eta η theta θ iota ι kappa κ lambda λ mu μ nu ν xi ξ omicron ο pi π rho ρ sigma σ tau τ upsilon υ phi φ chi χ psi ψ omega ω".split(
    " ",
  );

/** Letters with a second form in TeX, `\varepsilon`: it is the same letter. */
const VARIANTS = ["epsilon", "theta", "pi", "rho", "sigma", "phi", "kappa"];

/** Capitals that TeX has a command for; the others look Latin. */
const CAPITALS = new Set(["gamma", "delta", "theta", "lambda", "xi", "pi", "sigma", "upsilon", "phi", "psi", "omega"]);

/** The Latin letters that the other capitals look like. */
const LOOKALIKES = new Map(
  Object.entries({ alpha: "A", beta: "B", epsilon: "E", zeta: "Z", eta: "H", iota: "I", kappa: "K", mu: "M" }).concat(
    Object.entries({ nu: "N", omicron: "O", rho: "P", tau: "T", chi: "X" }),
  ),
);

export interface GreekLetter {
  readonly letter: string;
  /** A command, or the Latin letter it looks like. */
  readonly latex: string;
}

function greekLetters(): ReadonlyMap<string, GreekLetter> {
  const out = new Map<string, GreekLetter>();
  for (let i = 0; i < SMALL.length; i += 2) {
    const [name, letter] = [SMALL[i] as string, SMALL[i + 1] as string];
    const Name = name.charAt(0).toUpperCase() + name.slice(1);
    out.set(name, { letter, latex: name === "omicron" ? "o" : `\\${name}` });
    out.set(Name, {
      letter: letter.toUpperCase(),
      latex: CAPITALS.has(name) ? `\\${Name}` : (LOOKALIKES.get(name) as string),
    });
  }
  return out;
}

/** Greek letters by their spelled names, `alpha` … `Omega`. */
export const GREEK = greekLetters();

/** Spelled names by letter; ς is another form of σ. */
export const GREEK_NAMES: ReadonlyMap<string, string> = new Map([
  ...[...GREEK].map(([name, { letter }]) => [letter, name] as const),
  ["ς", "sigma"],
]);

/** Spelled names by LaTeX command, without its backslash. */
export const GREEK_COMMANDS: ReadonlyMap<string, string> = new Map([
  ...[...GREEK.keys()].map((name) => [name, name] as const),
  ...VARIANTS.map((name) => [`var${name}`, name] as const),
]);
