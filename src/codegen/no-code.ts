/** Thrown for an operation that has no code in any language; becomes a diagnostic, and never leaves the library. */
export class NoCode extends Error {
  override readonly name = "NoCode";
  constructor(
    message: string,
    readonly hint: string | null = null,
  ) {
    super(message);
  }
}
