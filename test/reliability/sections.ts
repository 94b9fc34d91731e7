/** The sections of docs/reliability.md. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { answer } from "../../src/api/answer.js";
import { reporter } from "../../src/core/diagnostic.js";
import { read } from "../../src/elaborate/parse.js";
import { checkNotes } from "../../src/notes.js";
import { parseSyntax } from "../../src/parse/syntax.js";
import { growthOf, LINEAR, onProcessor } from "../growth.js";
import { judgedSide, sound } from "../judge/claims-corpus.js";
import { casesExist, claimText } from "../numeric/cases.js";
import { check as checkPrograms } from "../numeric/program-check.js";
import { shortStrings } from "../parse/grammar.js";
import { LADDERS } from "../parse/ladders.js";
import { type ClaimTally, fromFiles, tallyClaims } from "./claims.js";
import { DOORS, faultsAt } from "./doors.js";
import { type Figure, none, type Section } from "./figures.js";
import { branchesByRoom } from "./holes.js";
import { atParser, endToEnd, type Hostile } from "./hostile.js";
import { hold, RELATIONS, unsettled } from "./metamorphic.js";
import { departures, HOSTILE_NAMES, POSITIONS } from "./names.js";
import { firstDifference, ours, REALMS, smokeRuns } from "./realms.js";
import { regexesIn } from "./regexes.js";
import { EXPRESSIONS, isAffine, lengthOfWay, NETWORKS, sizeOf, WAYS } from "./sizes.js";

/** How much of the work is done: 1 for the full figures, less for a quick look. */
export const SHARE = Number(process.env.SHARE ?? "1");
const share = (n: number): number => Math.max(1, Math.round(n * SHARE));

/** Where seeds of programs and claims begin, as many of each: `SEED=1,50000`; and minutes after which no more claims are made. */
const FIRST_SEEDS = (process.env.SEED ?? "1").split(",").map(Number);
const MINUTES = Number(process.env.MINUTES ?? "Infinity");
const plural = (n: number): string => n.toLocaleString("en-US");

/** Times at n, 2n and 4n as a row. */
function doubling(what: string, n: number, call: (text: string) => void, text: (n: number) => string): Figure {
  const { least, worst } = growthOf(n, call, text, what);
  return {
    what,
    found: `${least.map((t) => (t < 10 ? t.toFixed(1) : t.toFixed(0))).join(", ")} ms; ×${worst.toFixed(2)}`,
    asked: `×${LINEAR}`,
    holds: worst <= LINEAR,
  };
}

const depth: Section = {
  name: "depth",
  title: "Depth and length: reading",
  about: `Milliseconds on the processor, the least of several measurements after a collection (of six more where a row misses), for texts of ${[1, 2, 4].map((k) => plural(k * share(25_000))).join(", ")} pieces, and the worst ratio of one doubling. The second table has a syntax error at the very end of each; that it is said there and nowhere else is tested by \`test/parse/depth.test.ts\`, at 100,000 by \`test/parse/syntax.deep.test.ts\`. A row that misses by a hair is linear from 12,500 to 800,000 pieces but for one step, another row in each run: there V8 begins to promote what a text keeps to its old generation (with \`--max-semi-space-size\` the step moves or is gone).`,
  run: () => {
    const readText = (source: string) => void parseSyntax(source, reporter(source));
    const n = share(25_000);
    return [
      ...LADDERS.map((l) => doubling(l.name, n, readText, l.text)),
      ...LADDERS.filter((l) => l.fault !== undefined).map((l) =>
        doubling(`${l.name}, a fault at the end`, n, readText, (k) => l.text(k) + l.fault),
      ),
      doubling(
        "a line of a megabyte",
        share(15_000),
        readText,
        (k) => `y = ${Array.from({ length: k }, (_, i) => `W_${i} x_${i}`).join(" + ")}`,
      ),
    ];
  },
};

/** A ladder, its first size, its texts, and whether the lines of the derivation are made too. */
const DERIVED: readonly (readonly [string, number, (n: number) => string, "chain"?])[] = [
  ["parentheses", 25_000, (n) => `x : scalar\ny = ${"(-".repeat(n)}x${")".repeat(n)}`],
  ["transposes", 10_000, (n) => `x : matrix(n, n)\ny = ${"(".repeat(n)}x${")^T".repeat(n)}`],
  ["calls", 2_500, (n) => `x : scalar\ny = ${"f(".repeat(n)}x${")".repeat(n)}`],
  ["powers", 10_000, (n) => `x : scalar\ny = ${"(".repeat(n)}x${")^2".repeat(n)}`],
  [
    "sums",
    10_000,
    (n) =>
      `${Array.from({ length: n }, (_, i) => `x_${i}`).join(", ")} : scalar\ny = ${Array.from({ length: n }, (_, i) => `x_${i}`).join(" + ")}\n∂y/∂x_1`,
  ],
  ["dense layers, by all inputs", 1_000, NETWORKS.get("dense layers") as (n: number) => string],
  ["layers of one matrix", 1_000, NETWORKS.get("layers of one matrix") as (n: number) => string],
  ["dense layers, by all inputs, with steps", 250, NETWORKS.get("dense layers") as (n: number) => string, "chain"],
  ...[...WAYS].map(([name, text]) => [`${name}, with steps`, 1_000, text, "chain"] as const),
  [
    "a line of a megabyte",
    15_000,
    (n) => `y = sum(${Array.from({ length: n }, (_, i) => `W_${i} x_${i}`).join(" + ")})\n∂y/∂x_1`,
  ],
];

const deriving: Section = {
  name: "deriving",
  title: "Depth and length: deriving",
  about:
    "Milliseconds on the processor, the least of several measurements after a collection (of six more where a row misses), from a text to its report, without steps where it does not say so, at n, 2n and 4n, and the worst ratio of one doubling.",
  run: () =>
    DERIVED.map(([what, n, text, steps]) =>
      doubling(
        `${what}, from ${plural(share(n))}`,
        share(n),
        (source) => {
          const fault = answer(read(source), { steps: steps ?? "none" }).diagnostics.find(
            (d) => d.severity === "error",
          );
          if (fault !== undefined) throw new Error(fault.message);
        },
        text,
      ),
    ),
};

const N = 60;

const sizes: Section = {
  name: "sizes",
  title: "Size of answers",
  about: `Counted, not timed. Networks are derived by all inputs at ${N}, ${2 * N} and ${3 * N} layers: nodes and lines must lie exactly on a line, characters nearly (names get longer). The derivative of one long expression must have at most eight times the nodes and operands that it has.`,
  run: () => {
    const affine = [...NETWORKS].flatMap(([name, text]): Figure[] => {
      const at = [N, 2 * N, 3 * N].map((n) => sizeOf(text(n)));
      const row = (
        what: string,
        of: (s: (typeof at)[number]) => number,
        holds: (c: readonly [number, number, number]) => boolean,
        asked: string,
      ): Figure => {
        const counts = at.map(of) as unknown as readonly [number, number, number];
        return { what: `${name}: ${what}`, found: counts.join(", "), asked, holds: holds(counts) };
      };
      return [
        row("nodes of all answers", (s) => s.answers, isAffine, "affine"),
        row("printed lines", (s) => s.lines, isAffine, "affine"),
        row("places of operands", (s) => s.edges, isAffine, "affine"),
        row(
          "printed characters",
          (s) => s.characters,
          ([a, b, c]) => (c - b) / (b - a) < 1.2,
          "linear",
        ),
      ];
    });
    const one = [...EXPRESSIONS].map(([name, text]): Figure => {
      const [small, large] = [sizeOf(text(N)), sizeOf(text(2 * N))];
      const of = (s: typeof small) => (s.answers + s.edges) / Math.max(1, s.model);
      const growth = large.characters / small.characters;
      return {
        what: name,
        found: `×${of(large).toFixed(1)} of the model at ${2 * N}; characters ×${growth.toFixed(1)} for a doubling`,
        asked: "×8, ×2.5",
        holds: of(large) <= 8 && growth <= 2.5,
      };
    });
    const ways = [...WAYS].map(([name, text]): Figure => {
      const [small, large] = [lengthOfWay(text(N)), lengthOfWay(text(2 * N))];
      const growth = large / small;
      return {
        what: `${name}: characters of the derivation`,
        found: `${small}, ${large}; ×${growth.toFixed(1)} for a doubling`,
        asked: "×2.5",
        holds: growth <= 2.5,
      };
    });
    return [...affine, ...one, ...ways];
  },
};

const slowest = (h: Hostile): string =>
  h.slow.length === 0
    ? "none"
    : `${h.slow.length}, worst ${Math.round(h.slow[0]?.ms ?? 0)} ms: \`${(h.slow[0]?.text ?? "").slice(0, 60).replace(/[\n|`]/g, " ")}\``;

const hostile: Section = {
  name: "hostile",
  title: "Hostile input",
  about:
    "Mutated models: pieces lost, doubled, swapped between models, hostile characters. What took longer than 50 ms was measured four times more, on the wall and on the processor, and the least is given; numeric checks at random draws and emitting code for six targets are among what is timed end to end.",
  run: async () => {
    const [p, e] = [share(1_000_000), share(100_000)];
    const parser = atParser(3_000_000, p);
    const end = endToEnd(7_000_000, e);
    let [strings, twice] = [0, 0];
    for (const { parses } of shortStrings(5)) {
      strings++;
      if (parses > 1) twice++;
    }
    const pairs = [...POSITIONS.keys()].flatMap((position) => HOSTILE_NAMES.map((name) => [position, name] as const));
    const bad = pairs.filter(([position, name]) => departures(position, name).length > 0);
    const runs = await smokeRuns(12);
    const plain = runs.run({ name: "plain" });
    const parted = REALMS.filter((realm) => {
      const { out } = runs.run(realm);
      const of = realm.between === undefined ? (t: string) => t : ours;
      return firstDifference(of(plain.out), of(out)) !== null;
    });
    runs.done();
    const regexes = regexesIn("src");
    return [
      none("untyped errors at the parser, more than one parse among them", parser.untyped, `${plural(p)} texts`),
      { what: "above 50 ms at the parser", found: slowest(parser), asked: "none", holds: parser.slow.length === 0 },
      none("untyped errors end to end", end.untyped, `${plural(e)} texts, ${plural(end.accepted)} of them accepted`),
      { what: "above 50 ms end to end", found: slowest(end), asked: "none", holds: end.slow.length === 0 },
      none("token strings of up to five kinds that begin a sentence and parse twice", twice, plural(strings)),
      none("hostile names that are told apart", bad, `${plural(pairs.length)} names in positions`),
      none(
        `processes whose output differs${parted.length === 0 ? "" : ` (${parted.map((r) => r.name).join("; ")})`}`,
        parted,
        `${REALMS.length} (${REALMS.map((r) => r.name).join("; ")})`,
      ),
      none(
        "regular expressions of exponential time",
        regexes.filter((r) => r.verdict === "exponential"),
        plural(regexes.length),
      ),
      {
        what: "of polynomial time on some long text, excused by name in `test/reliability/regexes.test.ts`",
        found: String(regexes.filter((r) => r.verdict === "polynomial").length),
        asked: "",
        holds: null,
      },
    ];
  },
};

const correctness: Section = {
  name: "correctness",
  title: "Correctness at scale",
  about:
    "Random programs over every operation, against complex steps and central differences; relations between derivatives at random models. Planted faults are counted by the tests that kill them: operations in `test/ops/planted-faults.test.ts`, laws and printers in `test/reliability/planted-*.test.ts` (more than 350 in laws, more than 60 in printers), what writes sums and loops in `test/codegen/planted-emitters.deep.test.ts`, and none survives there.",
  run: () => {
    const programs = (order: 1 | 2, count: number, depth: number): Figure => {
      const starts = process.env.SEED === undefined ? [order === 1 ? 10_000 : 100_000] : FIRST_SEEDS;
      const each = Math.ceil(count / starts.length);
      const found = starts.map((start) => checkPrograms(order, start, start + each, depth));
      const all = (of: (f: (typeof found)[number]) => number): string => plural(found.reduce((n, f) => n + of(f), 0));
      return none(
        `wrong ${order === 1 ? "first" : "second"} derivatives`,
        found.flatMap((f) => f.faults),
        `${plural(each * starts.length)} programs, from ${starts.join(", ")} on: ${all((f) => f.right)} right, ${all((f) => f.undrawn)} at no differentiable point`,
      );
    };
    return [
      programs(1, share(20_000), 7),
      programs(2, share(4_000), 5),
      ...[...RELATIONS.keys()].map((name): Figure => {
        const found = hold(name, 50_000, share(1_000), 5);
        return none(name, found.broken, `${plural(found.held)} models (${plural(found.silent)} say nothing)`);
      }),
      none(
        "normal or shown forms that change when made again",
        unsettled(50_000, share(1_000), 5),
        `${plural(share(1_000))} models`,
      ),
    ];
  },
};

/** How a run of the suite ended, as Vitest's JSON reporter says. */
interface Ended {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly { readonly name: string; readonly status: string }[];
}

/** The suite in a realm that vitest.realms.config.ts makes. */
function suiteIn(realm: string): Ended {
  const file = `node_modules/.cache/chainrule/suite-${realm}-${process.pid}.json`;
  const wanted = ["--config", "vitest.realms.config.ts", "--project", realm, "--reporter=json", "--outputFile", file];
  const { status } = spawnSync(process.execPath, ["node_modules/vitest/vitest.mjs", "run", ...wanted], {
    stdio: "ignore",
  });
  const ended = JSON.parse(readFileSync(file, "utf8")) as Ended;
  rmSync(file);
  // A file whose process dies is in no list: only the status tells.
  const allPassed = ended.testResults.every((f) => f.status === "passed");
  if (status === 0 || !allPassed) return ended;
  return { ...ended, testResults: [...ended.testResults, { name: "a file that died", status: "failed" }] };
}

const realms: Section = {
  name: "realms",
  title: "The suite in hostile realms",
  about:
    "The tests of `npm test` where the intrinsics are frozen, and where `Object.prototype` has names of models and of our own objects: `npm run test:realms`. `vitest.realms.config.ts` names the few files that stay at home, with reasons; `test/reliability/realm.setup.ts` says where other people's packages are kept out of it.",
  run: () =>
    ["frozen", "polluted"].map((realm) => {
      const { numPassedTests, numFailedTests, testResults } = suiteIn(realm);
      const failed = testResults.filter((f) => f.status !== "passed");
      return none(
        `files with failures where ${realm === "frozen" ? "intrinsics are frozen" : "`Object.prototype` is polluted"}`,
        failed,
        `${plural(testResults.length)}; ${plural(numPassedTests)} tests pass, ${plural(numFailedTests)} fail`,
      );
    }),
};

const coverage: Section = {
  name: "coverage",
  title: "Branches",
  about:
    "Branches taken in rules, laws, rewriting, escaping and code generation by the tests of these rooms alone, so a lower bound: `npm run coverage`, before this command. A branch that none of them takes is named with its reason (`test/reliability/holes.ts`), or counts as missed.",
  run: () => {
    const path = "coverage/coverage-final.json";
    if (!existsSync(path))
      return [{ what: "coverage", found: "not measured in this run", asked: "100 %, or named", holds: false }];
    const rooms = branchesByRoom(JSON.parse(readFileSync(path, "utf8")), (file) =>
      readFileSync(file, "utf8").split("\n"),
    );
    const cell = (text: string): string => text.replaceAll("|", "\\|");
    return rooms.map(({ room, total, taken, named, unnamed }): Figure => {
      const holes = [...named.map((h) => `\`${h.at}\` in ${h.file}: ${h.why}`), ...unnamed.map((at) => `\`${at}\``)];
      // Rounded down: what is not all is not 100 %.
      const percent = (Math.floor((1000 * taken) / Math.max(1, total)) / 10).toFixed(1);
      return {
        what: `src/${room}`,
        found: cell(`${percent} % of ${plural(total)}${holes.length === 0 ? "" : `; not taken: ${holes.join("; ")}`}`),
        asked: "100 %, or named",
        holds: unnamed.length === 0,
      };
    });
  },
};

/** Files that processes beside each other wrote (`claims-shard.ts`), instead of claims that are judged now. */
const TALLIES = process.env.TALLIES?.split(",");

function claimTallies(): readonly ClaimTally[] {
  if (TALLIES !== undefined) return fromFiles(TALLIES);
  const each = Math.ceil(share(20_000) / FIRST_SEEDS.length);
  const start = performance.now();
  return FIRST_SEEDS.map((first, k) =>
    tallyClaims(first, each, start + ((k + 1) / FIRST_SEEDS.length) * MINUTES * 60_000),
  );
}

/** Claims in a note that is to be judged within a second. */
const IN_NOTE = 30;

/** The published answers, which are right: how many laws decide, and what notes of them cost. */
function publishedFigures(): readonly Figure[] {
  if (!casesExist) return [];
  const all = sound();
  const judgements = all.map((c) => judgedSide(c, c.expected));
  const [equal, laws] = [
    judgements.filter((j) => j?.verdict === "equal").length,
    judgements.filter((j) => j?.by === "laws").length,
  ];
  const notes = Array.from({ length: Math.floor(all.length / IN_NOTE) }, (_, k) =>
    all
      .slice(k * IN_NOTE, (k + 1) * IN_NOTE)
      .map((c) => `\`\`\`chainrule\n${claimText(c, c.expected)}\n\`\`\`\n`)
      .join("\n"),
  );
  const most = Math.max(...notes.map((note) => Math.min(...[1, 2].map(() => onProcessor(() => checkNotes(note), 1)))));
  return [
    {
      what: "published answers that are equal; by laws, without a draw",
      found: `${equal} of ${all.length}; ${laws} (${Math.floor((100 * laws) / all.length)} %)`,
      asked: "all; 80 %",
      holds: equal === all.length && laws >= 0.8 * all.length,
    },
    {
      what: `the dearest of ${notes.length} notes of ${IN_NOTE} of them, on the processor`,
      found: `${Math.round(most)} ms`,
      asked: "1,000 ms",
      holds: most < 1000,
    },
  ];
}

const claims: Section = {
  name: "claims",
  title: "Claims of known truth",
  about: `Random models whose derivative is claimed with a zero added that is none somewhere (in one orthant, beyond a kink near or far, between two kinks that are near to each other, at one size, at one place of a sum, in a bump, without a fact, without a value), a factor, or 1e-9 of it; and with one that is 0 wherever it has a value. One in four has sums and families. \`test/judge/attack.ts\` makes them; SEED=1,50000 begins at these seeds, 20,000 of each kind in all, MINUTES=30 stops after so many; \`test/reliability/claims-shard.ts\` is one of several processes. A judge with a fault is told by the same claims: \`test/judge/planted-judge.test.ts\`.`,
  run: () => {
    const tallies = claimTallies();
    const count = tallies.reduce((sum, t) => sum + t.done, 0);
    const of = `${plural(count)}, from the seeds ${tallies.map((t) => t.first).join(", ")}`;
    const counted = (what: (t: ClaimTally) => Readonly<Record<string, number>>): string => {
      const all = new Map<string, number>();
      for (const t of tallies) for (const [key, n] of Object.entries(what(t))) all.set(key, (all.get(key) ?? 0) + n);
      return all.size === 0 ? "none" : [...all].map(([key, n]) => `${plural(n)} ${key}`).join(", ");
    };
    return [
      none(
        "false claims called equal",
        tallies.flatMap((t) => t.wrong),
        of,
      ),
      none(
        "true claims not called equal",
        tallies.flatMap((t) => t.lost),
        of,
      ),
      {
        what: "false claims not judged, by kind (*faint* ones are so small that no number shows them)",
        found: counted((t) => t.open),
        asked: "",
        holds: null,
      },
      { what: "claims that are equal, by how that is known", found: counted((t) => t.equal), asked: "", holds: null },
      ...publishedFigures(),
    ];
  },
};

const doors: Section = {
  name: "doors",
  title: "Every other way in",
  about:
    "What takes a stranger's text besides the library: notes in three formats and documents of pandoc, the messages of editors at places within and beyond a document, those of a page to its worker, links, numbers for inputs, commands with slips in their flags. Texts are models and notes with pieces lost, doubled, swapped, and hostile characters. A fault is a throw, or a message that tells of a defect of ours; a link that is whole must read back.",
  run: async () => {
    const count = share(2_000);
    const figures: Figure[] = [];
    for (const door of DOORS) figures.push(none(door.name, await faultsAt(door, 1_000_000, count), plural(count)));
    return figures;
  },
};

export const SECTIONS: readonly Section[] = [
  correctness,
  claims,
  hostile,
  doors,
  realms,
  sizes,
  depth,
  deriving,
  coverage,
];
