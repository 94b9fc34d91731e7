/**
 * Where the boxes and wires of a picture stand: layered from left to right (Sugiyama's method, by
 * dagre), in as many rows as make it a page, since a deep network in one row is a strip that
 * nobody can print.
 */
import { Graph, layout } from "@dagrejs/dagre";

export interface Box {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

export interface Wire {
  readonly from: string;
  readonly to: string;
  /** Text at the wire: the room above and below its line. */
  readonly label: { readonly width: number; readonly above: number; readonly below: number } | null;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface PlacedBox extends Box {
  /** The centre. */
  readonly x: number;
  readonly y: number;
}

export interface PlacedWire extends Wire {
  /** From the right side of one box to the left side of the other. */
  readonly points: readonly Point[];
  /** The left end of the label's line. */
  readonly at: Point | null;
}

export interface Placed {
  readonly boxes: readonly PlacedBox[];
  readonly wires: readonly PlacedWire[];
  readonly width: number;
  readonly height: number;
}

const GAP = { nodes: 20, wires: 12, ranks: 32, mostRanks: 76 } as const;
/** Between wires that end at one side of a box. */
const PORT = 14;

/** One row, from left to right. Boxes keep their order where the wires leave it open. */
export function layered(boxes: readonly Box[], wires: readonly Wire[]): Placed {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({
    rankdir: "LR",
    nodesep: GAP.nodes,
    edgesep: GAP.wires,
    // Many wires side by side need room to turn.
    ranksep: Math.min(GAP.mostRanks, GAP.ranks + 2 * mostEntering(wires)),
    ranker: boxes.length > 120 ? "longest-path" : "network-simplex",
  });
  // Numbers in place of names: dagre keys plain objects with them.
  const key = new Map(boxes.map((b, i) => [b.id, String(i)]));
  boxes.forEach((b, i) => {
    graph.setNode(String(i), { width: b.width, height: b.height });
  });
  wires.forEach((w, i) => {
    const size =
      w.label === null ? { width: 0, height: 0 } : { width: w.label.width, height: w.label.above + w.label.below };
    graph.setEdge(key.get(w.from) as string, key.get(w.to) as string, { ...size, labelpos: "c" }, String(i));
  });
  layout(graph);

  const found = boxes.map((_, i) => graph.node(String(i)) as { x?: number; y?: number });
  // Upside down is as good to dagre; to a reader the first input is the one at the top.
  const up = isUpsideDown(found) ? -1 : 1;
  const placed = new Map(
    boxes.map((b, i): [string, PlacedBox] => [b.id, { ...b, x: found[i]?.x ?? 0, y: up * (found[i]?.y ?? 0) }]),
  );
  const routed = wires.map((w, i) => {
    const found = graph.edge({ v: key.get(w.from) as string, w: key.get(w.to) as string, name: String(i) }) as {
      points?: Point[];
      x?: number;
      y?: number;
    };
    const between = (found.points ?? []).slice(1, -1).map((p) => ({ x: p.x, y: up * p.y }));
    return { wire: w, between, x: found.x ?? 0, y: up * (found.y ?? 0) };
  });
  const across = levelsAt(placed, routed);
  const left = ports(
    routed.map((r) => ({ box: r.wire.to, y: r.y })),
    placed,
  );
  const right = ports(
    routed.map((r) => ({ box: r.wire.from, y: r.y })),
    placed,
  );
  const drawn = routed.map(({ wire, between, x, y }, i): PlacedWire => {
    const [from, to] = [placed.get(wire.from) as PlacedBox, placed.get(wire.to) as PlacedBox];
    const start = { x: from.x + from.width / 2, y: right[i] as number };
    const end = { x: to.x - to.width / 2, y: left[i] as number };
    if (wire.label === null) return { ...wire, points: [start, ...between.flatMap(across), end], at: null };
    const { width, above, below } = wire.label;
    // The line runs straight through the label, between what stands above it and what stands below.
    const line = y - (above + below) / 2 + above;
    const at = { x: x - width / 2, y: line };
    const before = between.filter((p) => p.x < at.x).flatMap(across);
    const after = between.filter((p) => p.x > at.x + width).flatMap(across);
    return { ...wire, points: [start, ...before, at, { x: at.x + width, y: line }, ...after, end], at };
  });
  return framed([...placed.values()], drawn);
}

/**
 * The way of a wire past the boxes and labels of a rank: level over their whole width, since a slope
 * would cut through what stands above or below.
 */
function levelsAt(
  placed: ReadonlyMap<string, PlacedBox>,
  routed: readonly { readonly wire: Wire; readonly x: number }[],
): (p: Point) => readonly Point[] {
  const widest = new Map<number, number>();
  const cover = (x: number, width: number) =>
    widest.set(Math.round(x), Math.max(widest.get(Math.round(x)) ?? 0, width));
  for (const b of placed.values()) cover(b.x, b.width);
  for (const { wire, x } of routed) if (wire.label !== null) cover(x, wire.label.width);
  return (p) => {
    const half = (widest.get(Math.round(p.x)) ?? 0) / 2;
    return half === 0
      ? [p]
      : [
          { x: p.x - half, y: p.y },
          { x: p.x + half, y: p.y },
        ];
  };
}

function mostEntering(wires: readonly Wire[]): number {
  const count = new Map<string, number>();
  for (const w of wires) count.set(w.to, (count.get(w.to) ?? 0) + 1);
  // Wires of several boxes of one rank turn in the same gap.
  return [...count.values()].filter((k) => k > 1).reduce((a, b) => a + b, 0) / 2;
}

/** Whether boxes one above the other mostly stand against their order. */
function isUpsideDown(found: readonly { readonly x?: number; readonly y?: number }[]): boolean {
  let balance = 0;
  for (let i = 0; i < found.length; i++)
    for (let j = i + 1; j < found.length; j++) {
      const [a, b] = [found[i], found[j]];
      if (Math.abs((a?.x ?? 0) - (b?.x ?? 0)) < 80) balance += Math.sign((b?.y ?? 0) - (a?.y ?? 0));
    }
  return balance < 0;
}

/** The heights at which wires meet a side of a box: spread around its middle in the order in which they come. */
function ports(
  ends: readonly { readonly box: string; readonly y: number }[],
  placed: ReadonlyMap<string, PlacedBox>,
): readonly number[] {
  const out = new Array<number>(ends.length).fill(0);
  const byBox = new Map<string, number[]>();
  ends.forEach(({ box }, i) => {
    byBox.set(box, [...(byBox.get(box) ?? []), i]);
  });
  for (const [box, list] of byBox) {
    const { y, height } = placed.get(box) as PlacedBox;
    const sorted = [...list].sort((a, b) => (ends[a]?.y ?? 0) - (ends[b]?.y ?? 0) || a - b);
    const step = Math.min(PORT, Math.max(0, height - 12) / Math.max(1, sorted.length - 1));
    sorted.forEach((i, k) => {
      out[i] = y + (k - (sorted.length - 1) / 2) * step;
    });
  }
  return out;
}

/** Moved so that the upper left corner of what is drawn is at 0, 0. */
function framed(boxes: readonly PlacedBox[], wires: readonly PlacedWire[]): Placed {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  const cover = (x: number, y: number, w: number, h: number): void => {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + w);
    bottom = Math.max(bottom, y + h);
  };
  for (const b of boxes) cover(b.x - b.width / 2, b.y - b.height / 2, b.width, b.height);
  for (const w of wires) {
    for (const p of w.points) cover(p.x, p.y, 0, 0);
    if (w.at !== null && w.label !== null)
      cover(w.at.x, w.at.y - w.label.above, w.label.width, w.label.above + w.label.below);
  }
  if (boxes.length === 0) return { boxes, wires, width: 0, height: 0 };
  return shiftedBy({ boxes, wires, width: right - left, height: bottom - top }, -left, -top);
}

const moved = (p: Point, dx: number, dy: number): Point => ({ x: p.x + dx, y: p.y + dy });

function shiftedBy(p: Placed, dx: number, dy: number): Placed {
  return {
    ...p,
    boxes: p.boxes.map((b) => ({ ...b, ...moved(b, dx, dy) })),
    wires: p.wires.map((w) => ({
      ...w,
      points: w.points.map((q) => moved(q, dx, dy)),
      at: w.at === null ? null : moved(w.at, dx, dy),
    })),
  };
}

/** Rows under one another, each at the left margin. */
export function stackedRows(rows: readonly Placed[], gap: number): Placed {
  let height = 0;
  const parts = rows.map((row, i) => {
    if (i > 0) height += gap;
    const part = shiftedBy(row, 0, height);
    height += row.height;
    return part;
  });
  return {
    boxes: parts.flatMap((p) => p.boxes),
    wires: parts.flatMap((p) => p.wires),
    width: Math.max(0, ...parts.map((p) => p.width)),
    height,
  };
}

/** A picture this wide or less stays in one row. */
const ONE_ROW = 2000;
/** A picture is no taller than this part of its width, so that it fits a page on its side. */
const TALLEST = 0.75;

/**
 * In which row each box stands. `level` counts the steps from the first inputs; the levels are cut
 * into runs of about equal width, so that the whole is about a page on its side.
 */
export function rowsOfLevels(
  boxes: readonly Box[],
  wires: readonly Wire[],
  level: ReadonlyMap<string, number>,
  width = ONE_ROW,
): ReadonlyMap<string, number> {
  const count = Math.max(0, ...level.values()) + 1;
  const widths = new Array<number>(count).fill(0);
  const labels = new Array<number>(count).fill(0);
  const heights = new Array<number>(count).fill(0);
  const at = (id: string) => level.get(id) ?? 0;
  for (const b of boxes) {
    widths[at(b.id)] = Math.max(widths[at(b.id)] as number, b.width);
    heights[at(b.id)] = (heights[at(b.id)] as number) + b.height + GAP.nodes;
  }
  const wireHeights = new Array<number>(count).fill(0);
  for (const w of wires) {
    if (w.label === null) continue;
    labels[at(w.to)] = Math.max(labels[at(w.to)] as number, w.label.width);
    wireHeights[at(w.to)] = (wireHeights[at(w.to)] as number) + w.label.above + w.label.below + GAP.nodes;
  }
  const wide = widths.map((w, l) => w + (labels[l] as number) + 2 * GAP.ranks);
  const tall = heights.map((h, l) => Math.max(h, wireHeights[l] as number));
  const total = wide.reduce((a, b) => a + b, 0);
  const one = new Map(boxes.map((b) => [b.id, 0]));
  if (total <= width) return one;

  // As many rows as keep each within reach of the eye; fewer where that would be a tower.
  let rows = cutInto(wide, Math.min(count, Math.ceil(total / width)));
  // Where the width is given, the page may be as tall as it likes.
  for (
    let wanted = width < ONE_ROW ? 0 : (rows.at(-1) as number) + 1;
    wanted > 1 && isTower(sizeOf(rows, wide, tall));
    wanted--
  )
    rows = cutInto(wide, wanted - 1);
  const row = new Map(boxes.map((b) => [b.id, rows[at(b.id)] as number]));
  // A source belongs to the row of the first box that it feeds.
  const fed = new Set(wires.map((w) => w.to));
  const first = new Map<string, number>();
  for (const w of wires)
    if (!fed.has(w.from)) first.set(w.from, Math.min(first.get(w.from) ?? Infinity, row.get(w.to) ?? 0));
  for (const [id, r] of first) row.set(id, r);
  return row;
}

const isTower = ({ width, height }: { readonly width: number; readonly height: number }): boolean =>
  height > TALLEST * width;

/** The row of each level when they are cut, in order, into this many rows with the widest as narrow as can be. */
function cutInto(wide: readonly number[], wanted: number): number[] {
  const rowsOf = (most: number): number[] => {
    let [row, filled] = [0, 0];
    return wide.map((w) => {
      if (filled > 0 && filled + w > most) {
        row += 1;
        filled = 0;
      }
      filled += w;
      return row;
    });
  };
  // The least width at which no more rows are needed, by bisection (the linear partition problem).
  let [low, high] = [wide.reduce((a, b) => Math.max(a, b), 0), wide.reduce((a, b) => a + b, 0)];
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2;
    if ((rowsOf(middle).at(-1) as number) < wanted) high = middle;
    else low = middle;
  }
  return rowsOf(high);
}

function sizeOf(
  rows: readonly number[],
  wide: readonly number[],
  tall: readonly number[],
): { width: number; height: number } {
  const width = new Map<number, number>();
  const height = new Map<number, number>();
  rows.forEach((r, l) => {
    width.set(r, (width.get(r) ?? 0) + (wide[l] as number));
    height.set(r, Math.max(height.get(r) ?? 0, tall[l] as number));
  });
  return {
    width: Math.max(1, ...width.values()),
    height: Math.max(
      1,
      [...height.values()].reduce((a, b) => a + b, 0),
    ),
  };
}
