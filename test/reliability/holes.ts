/** Branches that no test takes, from a report of coverage, and the reasons for those that stay so. */

/** A branch that no test can take here. */
export interface Hole {
  /** Below `src/`. */
  readonly file: string;
  /** Text of the line on which the branch stands. */
  readonly at: string;
  readonly why: string;
}

/** Every branch of the rooms of {@link COVERED} that is not taken, by name. */
const HOLES: readonly Hole[] = [];

/** Rooms in which a branch that no test takes is a hole. */
const COVERED = ["ops", "laws", "rewrite", "print", "codegen"] as const;

interface Place {
  readonly line?: number | undefined;
}

interface Span {
  readonly start: Place;
}

/** The report of the reporter `json` on a file, as far as it is read here. */
interface CoverageOfFile {
  readonly branchMap: Readonly<Record<string, { readonly loc: Span; readonly locations: readonly Span[] }>>;
  readonly b: Readonly<Record<string, readonly number[]>>;
}

export interface RoomCoverage {
  readonly room: string;
  readonly total: number;
  readonly taken: number;
  /** The reasons of the branches that are not taken and have one. */
  readonly named: readonly Hole[];
  /** The others: file, line and its text. */
  readonly unnamed: readonly string[];
}

/**
 * The branches of each room. Throws where a hole is named whose branch is taken, or stands no longer in its file: a
 * reason for nothing would hide the next hole.
 */
export function branchesByRoom(
  report: Readonly<Record<string, CoverageOfFile>>,
  linesOf: (path: string) => readonly string[],
  holes: readonly Hole[] = HOLES,
): readonly RoomCoverage[] {
  const met = new Set<Hole>();
  const rooms = COVERED.map((room): RoomCoverage => {
    let [total, taken] = [0, 0];
    const named = new Set<Hole>();
    const unnamed: string[] = [];
    for (const [path, { branchMap, b }] of Object.entries(report)) {
      const at = path.lastIndexOf(`/src/${room}/`);
      if (at < 0) continue;
      const file = path.slice(at + "/src/".length);
      const lines = linesOf(path);
      for (const [id, { loc, locations }] of Object.entries(branchMap))
        (b[id] ?? []).forEach((count, i) => {
          total += 1;
          if (count > 0) {
            taken += 1;
            return;
          }
          // What is not written, as the else of an if, has no line of its own.
          const line = locations[i]?.start.line ?? loc.start.line ?? 0;
          const text = lines[line - 1]?.trim() ?? "";
          const hole = holes.find((h) => h.file === file && text.includes(h.at));
          if (hole === undefined) unnamed.push(`${file}:${line} ${text}`);
          else named.add(hole);
        });
    }
    for (const hole of named) met.add(hole);
    return { room, total, taken, named: [...named], unnamed };
  });
  const stale = holes.filter((h) => !met.has(h));
  if (stale.length > 0)
    throw new Error(`no branch that is not taken stands at ${stale.map((h) => `${h.file}: ${h.at}`).join("; ")}`);
  return rooms;
}
