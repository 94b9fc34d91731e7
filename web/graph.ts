/** The graph with its numbers: a slider plays the passes, and cells of the inputs can be dragged. */
import type { Graph, Numbers } from "../src/live/messages.js";
import { byId, element } from "./dom.js";

/** How far a pixel of a drag changes an entry. */
const PER_PIXEL = 0.02;

const shown = (x: number): string => String(Number(x.toPrecision(5))).replace("-", "−");

/** An entry that is being changed, with what the output and its gradient were before. */
interface Changing {
  readonly name: string;
  readonly label: string;
  readonly row: number;
  readonly column: number;
  readonly before: number;
  readonly gradient: number | null;
  readonly output: number | null;
}

export interface GraphView {
  readonly show: (graph: Graph) => void;
}

/** `changed` is told the numbers as text whenever one of them is another. */
export function graphView(changed: (values: string) => void): GraphView {
  const slider = byId<HTMLInputElement>("turn");
  let last: Graph | null = null;
  let changing: Changing | null = null;
  let written = "";

  const play = (): void => {
    if (last === null) return;
    const turn = Number(slider.value);
    const { turns } = last;
    for (const box of byId("picture").querySelectorAll<SVGGElement>("[data-turn]")) {
      const at = Number(box.dataset.turn);
      box.classList.toggle("later", at >= turn);
      // After the way forward the gradients come back, from the last node to the first.
      box.classList.toggle("not-back", at < 2 * turns - turn);
    }
    const phase =
      turn < turns
        ? `forward, ${turn} of ${turns} nodes`
        : turn === turns
          ? "forward, all of it"
          : `back, ${turn - turns} of ${turns} nodes`;
    byId("turn-said").textContent = turn === 2 * turns ? "forward and back, all of it" : phase;
  };
  slider.addEventListener("input", play);

  const compare = (): void => {
    const said = byId("compared");
    if (changing === null || last === null) {
      said.textContent = "";
      return;
    }
    const input = last.inputs.find((n) => n.name === changing?.name);
    const value = input?.rows[changing.row]?.[changing.column];
    if (value === undefined || changing.gradient === null || changing.output === null || last.output === null) return;
    const step = value - changing.before;
    const predicted = changing.gradient * step;
    const truly = last.output.value - changing.output;
    said.textContent = `${changing.label} changed by ${shown(step)}: ⟨G, d${changing.name}⟩ = ${shown(predicted)}, and ${last.output.shown} truly changed by ${shown(truly)}`;
  };

  const write = (name: string, row: number, column: number, value: number): void => {
    if (last === null || last.values === null || !Number.isFinite(value)) return;
    const all = JSON.parse(last.values) as Record<string, unknown>;
    const rows = last.inputs.find((n) => n.name === name)?.rows.map((r) => [...r]);
    if (rows === undefined) return;
    (rows[row] as number[])[column] = value;
    const old = all[name];
    all[name] =
      typeof old === "number" ? rows[0]?.[0] : Array.isArray(old) && typeof old[0] === "number" ? rows.flat() : rows;
    changed(JSON.stringify(all));
  };

  const inputs = (numbers: readonly Numbers[]): void => {
    const shape = JSON.stringify(numbers.map((n) => [n.name, n.rows.length, n.rows[0]?.length]));
    if (shape !== written) {
      written = shape;
      byId("inputs").replaceChildren(...numbers.map(table));
    }
    numbers.forEach((n) => {
      n.rows.forEach((cells, i) => {
        cells.forEach((value, j) => {
          const cell = document.getElementById(`cell-${n.name}-${i}-${j}`) as HTMLInputElement | null;
          if (cell !== null && cell !== document.activeElement) cell.value = String(Number(value.toFixed(4)));
        });
      });
    });
  };

  const start = (n: Numbers, row: number, column: number): void => {
    const now = last?.inputs.find((m) => m.name === n.name);
    const label = `${n.shown}${now !== undefined && now.rows.length * (now.rows[0]?.length ?? 0) > 1 ? ` at ${row + 1}, ${column + 1}` : ""}`;
    changing = {
      name: n.name,
      label,
      row,
      column,
      before: now?.rows[row]?.[column] ?? 0,
      gradient: now?.gradient?.[row]?.[column] ?? null,
      output: last?.output?.value ?? null,
    };
  };

  const table = (n: Numbers): HTMLElement => {
    const rows = n.rows.map((cells, i) => element("tr", {}, ...cells.map((_, j) => element("td", {}, cell(n, i, j)))));
    return element(
      "table",
      { class: "input", "data-light": n.name },
      element("caption", {}, n.shown),
      element("tbody", {}, ...rows),
    );
  };

  const cell = (n: Numbers, row: number, column: number): HTMLInputElement => {
    const made = element("input", {
      id: `cell-${n.name}-${row}-${column}`,
      type: "number",
      step: "0.1",
      "aria-label": `${n.shown} row ${row + 1} column ${column + 1}`,
    });
    made.addEventListener("focus", () => start(n, row, column));
    made.addEventListener("input", () => write(n.name, row, column, made.valueAsNumber));
    made.addEventListener("pointerdown", (down) => {
      const from = made.valueAsNumber;
      let moved = false;
      const move = (event: PointerEvent): void => {
        const far = event.clientX - down.clientX;
        if (!moved && Math.abs(far) < 4) return;
        moved = true;
        const value = Number((from + far * PER_PIXEL).toFixed(2));
        made.value = String(value);
        write(n.name, row, column, value);
      };
      const up = (): void => {
        removeEventListener("pointermove", move);
        removeEventListener("pointerup", up);
        removeEventListener("pointercancel", up);
      };
      start(n, row, column);
      addEventListener("pointermove", move);
      addEventListener("pointerup", up);
      addEventListener("pointercancel", up);
    });
    return made;
  };

  return {
    show: (graph) => {
      const fresh = last === null || last.turns !== graph.turns;
      last = graph;
      if (byId("picture").innerHTML !== graph.svg) byId("picture").innerHTML = graph.svg ?? "";
      byId("graph-why").textContent = graph.why ?? "";
      byId("graph-play").hidden = graph.turns === 0 || graph.inputs.length === 0;
      slider.max = String(2 * graph.turns);
      if (fresh) slider.value = slider.max;
      byId("graph-output").textContent =
        graph.output === null ? "" : `${graph.output.shown} = ${shown(graph.output.value)}`;
      inputs(graph.inputs);
      play();
      compare();
    },
  };
}
