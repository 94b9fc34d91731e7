/** moo lexers that are compiled when first needed, and never share their state. */
import moo from "moo";

/** A moo lexer is stateful: a fresh one for each text, or what is wrong in one shows up in another. */
export function lexerOf(rules: moo.Rules): () => moo.Lexer {
  let compiled: (moo.Lexer & { clone(): moo.Lexer }) | null = null;
  return () => {
    // Compiling costs more than most texts do; a clone shares the compiled expression only.
    compiled ??= moo.compile(rules) as moo.Lexer & { clone(): moo.Lexer };
    return compiled.clone();
  };
}
