/** A network of fully connected layers, `h1 = f(W1 x + b1)` and so on to `s = u^T h`. */
export function network(layers: number): string {
  const lines: string[] = [];
  for (let l = 1; l <= layers; l++) lines.push(`h${l} = f(W${l} ${l === 1 ? "x" : `h${l - 1}`} + b${l})`);
  return [...lines, `s = u^T h${layers}`].join("\n");
}
