/** What has no code in any language; becomes a diagnostic, and never leaves the library. */
export class NoCode extends Error {
  constructor(
    message: string,
    readonly hint: string | null = null,
  ) {
    super(message);
    this.name = "NoCode";
  }
}
