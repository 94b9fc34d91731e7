/** The order of definitions: each after those that it uses; what goes round in a circle is reported. */

import type { Span } from "../parse/ast.js";
import type { Definition, Need } from "./names/definition.js";

interface Order {
  /** Indices of definitions, each after those that it needs, but for those of a circle. */
  readonly order: readonly number[];
  readonly circles: readonly Circle[];
}

interface Circle {
  /** Indices of the definitions that need one another, in the order of the text. */
  readonly members: readonly number[];
  /** Where the first circle among them closes. */
  readonly span: Span;
}

interface Visit {
  readonly at: number;
  readonly needs: readonly Need[];
  next: number;
}

/** Tarjan's strongly connected components (1972), from an explicit stack, in linear time. */
export function dependencyOrder(definitions: readonly Definition[], indexOf: ReadonlyMap<string, number>): Order {
  const order: number[] = [];
  const circles: Circle[] = [];
  const number = new Int32Array(definitions.length);
  const low = new Int32Array(definitions.length);
  const open = new Uint8Array(definitions.length);
  const component: number[] = [];
  const closes = new Map<number, Span>();
  let visited = 0;

  const enter = (at: number): Visit => {
    number[at] = low[at] = ++visited;
    open[at] = 1;
    component.push(at);
    return { at, needs: (definitions[at] as Definition).needs, next: 0 };
  };
  const lower = (at: number, to: number): void => {
    low[at] = Math.min(low[at] as number, to);
  };
  const leave = (at: number): void => {
    order.push(at);
    if (low[at] !== number[at]) return;
    const members: number[] = [];
    let member: number;
    do {
      member = component.pop() as number;
      open[member] = 0;
      members.push(member);
    } while (member !== at);
    const span = members.map((m) => closes.get(m)).find((s) => s !== undefined);
    if (span !== undefined) circles.push({ members: members.sort((a, b) => a - b), span });
  };

  for (let root = 0; root < definitions.length; root++) {
    if (number[root] !== 0) continue;
    const path: Visit[] = [enter(root)];
    for (let top = path[0]; top !== undefined; top = path[path.length - 1]) {
      const need = top.needs[top.next];
      top.next += 1;
      if (need === undefined) {
        path.pop();
        const above = path[path.length - 1];
        if (above !== undefined) lower(above.at, low[top.at] as number);
        leave(top.at);
        continue;
      }
      const next = indexOf.get(need.name);
      if (next === undefined) continue;
      if (number[next] === 0) path.push(enter(next));
      else if (open[next] === 1) {
        lower(top.at, number[next] as number);
        if (!closes.has(top.at)) closes.set(top.at, need.span);
      }
    }
  }
  return { order, circles };
}
