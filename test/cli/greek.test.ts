/** A Greek name is known on the command line as it is typed and printed, and in plain letters. */
import { expect, it } from "vitest";
import { LIBRARY } from "../../src/cli/library.js";
import { chainrule, scratch } from "./harness.js";

const { file } = scratch();
const model = file("m.eq", "θ : vector(σ); W : matrix(n, σ)\nλ = u^T W θ");
const values = (theta: string): string =>
  file(`${theta === "θ" ? "greek" : "plain"}.json`, JSON.stringify({ W: [[1, 2]], u: [3], [theta]: [4, 5] }));

const COMMANDS: readonly (readonly [string, (theta: string, sigma: string, lambda: string) => readonly string[]])[] = [
  ["derive", (t, _, l) => ["derive", "--of", l, "--wrt", t, "--at", values(t)]],
  ["cost", (_, s, l) => ["cost", "--sizes", `${s}=7,n=3`, "--of", l]],
  ["codegen", (t, s, l) => ["codegen", "--sizes", `${s}=7,n=3`, "--wrt", t, "--of", l]],
  ["graph", (_, __, l) => ["graph", "--of", l]],
  ["backprop", (t, _, l) => ["backprop", "--of", l, "--at", values(t)]],
];

it.each(COMMANDS)("%s", async (_, args) => {
  const greek = await chainrule([...args("θ", "σ", "λ"), model], { library: LIBRARY });
  const plain = await chainrule([...args("theta", "sigma", "lambda"), model], { library: LIBRARY });
  expect(greek.err).not.toContain("error");
  expect(greek.code).toBe(0);
  expect({ ...greek, err: "" }).toEqual({ ...plain, err: "" });
});

it("a command that reads no size by its Greek name counts otherwise", async () => {
  const count = async (size: string) => (await chainrule(["cost", "--sizes", size, model], { library: LIBRARY })).out;
  expect(await count("σ=7,n=3")).toBe(await count("sigma=7,n=3"));
  expect(await count("σ=8,n=3")).not.toBe(await count("σ=7,n=3"));
});
