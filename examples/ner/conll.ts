/** Sentences with one label a word, and the files they come in. */

export interface Token {
  readonly word: string;
  readonly isLocation: boolean;
}

export type Sentence = readonly Token[];

/** A line that is no CoNLL: the file and the line are named. */
export class CorpusError extends Error {
  override readonly name = "CorpusError";

  constructor(file: string, line: number, message: string) {
    super(`${file}:${line}: ${message}`);
  }
}

/** `B-location`, `I-LOC`, `B-geo-loc`; also `location` without a prefix. */
const LOCATION = /^(?:[BILUES]-)?(?:geo-?)?loc(?:ation)?$/i;
const LABEL = /^(?:O|[BILUES]-\S+|[A-Za-z][\w-]*)$/;

/**
 * Reads CoNLL: a word and its label on a line, the word first and the label last, between tabs (or
 * spaces, where the line has no tab); an empty line ends a sentence. Throws {@link CorpusError}.
 */
export function readConll(file: string, text: string): readonly Sentence[] {
  const sentences: Sentence[] = [];
  let sentence: Token[] = [];
  const end = (): void => {
    if (sentence.length > 0) sentences.push(sentence);
    sentence = [];
  };
  text.split(/\r?\n/).forEach((line, i) => {
    if (line.trim() === "" || line.startsWith("-DOCSTART-")) {
      end();
      return;
    }
    const fields = line.includes("\t") ? line.split("\t") : line.trim().split(/ +/);
    const [word = ""] = fields;
    const label = fields[fields.length - 1]?.trim() ?? "";
    if (fields.length < 2)
      throw new CorpusError(file, i + 1, `a word and its label are expected, here is only "${shown(line)}"`);
    if (word.trim() === "") throw new CorpusError(file, i + 1, `there is no word before the label ${shown(label)}`);
    if (!LABEL.test(label))
      throw new CorpusError(file, i + 1, `"${shown(label)}" is no label: O, B-location and the like are expected`);
    sentence.push({ word: word.trim(), isLocation: LOCATION.test(label) });
  });
  end();
  if (sentences.length === 0) throw new CorpusError(file, 1, "there is no sentence in it");
  return sentences;
}

const shown = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

export const words = (sentence: Sentence): readonly string[] => sentence.map((t) => t.word);
