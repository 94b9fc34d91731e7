/** One line of a section of docs/reliability.md. */
export interface Figure {
  readonly what: string;
  /** The figure as it is shown. */
  readonly found: string;
  /** The figure that was asked for, or "" where none was. */
  readonly asked: string;
  /** Null where nothing was asked for. */
  readonly holds: boolean | null;
}

export interface Section {
  readonly name: string;
  readonly title: string;
  readonly about: string;
  run(): Promise<readonly Figure[]> | readonly Figure[];
}

/** A figure that must be zero. */
export const none = (what: string, list: readonly unknown[] | number, of: string): Figure => {
  const count = typeof list === "number" ? list : list.length;
  return { what, found: `${count} of ${of}`, asked: "0", holds: count === 0 };
};

export const table = (figures: readonly Figure[]): string =>
  [
    "| | found | asked | |",
    "| --- | --- | --- | --- |",
    ...figures.map(
      (f) => `| ${f.what} | ${f.found} | ${f.asked} | ${f.holds === null ? "" : f.holds ? "holds" : "**missed**"} |`,
    ),
  ].join("\n");
