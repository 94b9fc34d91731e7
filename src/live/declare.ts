/** Declarations and questions written into a text, as a person would write them. */

/** What a name is declared to be: `matrix(n, m) symmetric`. */
export interface Declaration {
  readonly name: string;
  readonly kind: string;
}

const isSpace = (c: string): boolean => c === " " || c === "\t";

/** A line that declares names by a colon: `u, b : vector(n)`; null for every other. */
function declarationOf(line: string): { readonly names: readonly string[]; readonly kind: string } | null {
  const comment = line.indexOf("#");
  const said = comment < 0 ? line : line.slice(0, comment);
  const colon = said.indexOf(":");
  if (colon < 0 || said.includes(";") || said.includes("\\")) return null;
  const names = said
    .slice(0, colon)
    .split(",")
    .map((name) => name.trim());
  const kind = said.slice(colon + 1).trim();
  const isName = (name: string): boolean =>
    name !== "" && [...name].every((c) => !isSpace(c) && !"=()+*/^".includes(c));
  return kind === "" || !names.every(isName) ? null : { names, kind };
}

/** The text with the declaration: in the place of the one that the name has, else above everything but comments. */
export function declared(text: string, { name, kind }: Declaration): string {
  const lines = text.split("\n");
  const fresh = `${name} : ${kind}`;
  const at = lines.findIndex((line) => declarationOf(line)?.names.includes(name) === true);
  if (at >= 0) {
    const old = declarationOf(lines[at] as string) as { names: readonly string[]; kind: string };
    const others = old.names.filter((other) => other !== name);
    const kept = others.length === 0 ? [] : [`${others.join(", ")} : ${old.kind}`];
    return [...lines.slice(0, at), ...kept, fresh, ...lines.slice(at + 1)].join("\n");
  }
  const first = lines.findIndex((line) => line.trim() !== "" && !line.trim().startsWith("#"));
  const top = first < 0 ? lines.length : first;
  return [...lines.slice(0, top), fresh, ...lines.slice(top)].join("\n");
}

/** Whether a line holds questions and nothing else: `∂s/∂W, ∂s/∂b`. */
const isQuestion = (line: string): boolean => {
  const said = line.trim();
  return said !== "" && !said.includes("=") && said.split(",").every((part) => /^\s*∂[^∂]*\/∂[^∂/]+$/u.test(part));
};

/** The text with these questions in the place of those that it asks in lines of their own. */
export function asking(text: string, questions: readonly string[]): string {
  const kept = text
    .split("\n")
    .filter((line) => !isQuestion(line))
    .join("\n")
    .trimEnd();
  return questions.length === 0 ? `${kept}\n` : `${kept}\n${questions.join(", ")}\n`;
}
