/** docs/schema.json holds of what every command prints: whatever `--format json` gives is of its type. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { LIBRARY } from "../../src/cli/library.js";
import { chainrule, scratch } from "../cli/harness.js";

interface Schema {
  readonly $ref?: string;
  readonly anyOf?: readonly Schema[];
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema;
  readonly items?: Schema;
  readonly prefixItems?: readonly Schema[];
  readonly minItems?: number;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

const schema = JSON.parse(readFileSync(new URL("../../docs/schema.json", import.meta.url), "utf8")) as Schema;
const definition = (name: string): Schema => schema.$defs?.[name] ?? {};

/** Where a value is not of a schema; as much of JSON Schema as the file uses. */
function faults(value: unknown, s: Schema, path: string): readonly string[] {
  if (s.$ref !== undefined) return faults(value, definition(s.$ref.replace("#/$defs/", "")), path);
  if (s.anyOf !== undefined) {
    const each = s.anyOf.map((one) => faults(value, one, path));
    return each.some((f) => f.length === 0)
      ? []
      : [`${path}: none of ${s.anyOf.length}: ${each.map((f) => f[0]).join("; ")}`];
  }
  if ("const" in s && value !== s.const) return [`${path}: ${JSON.stringify(value)} is not ${JSON.stringify(s.const)}`];
  if (s.enum !== undefined && !s.enum.includes(value))
    return [`${path}: ${JSON.stringify(value)} is none of ${s.enum.join()}`];
  const kind = value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
  if (s.type !== undefined && kind !== s.type) return [`${path}: ${kind} is no ${s.type}`];
  if (s.pattern !== undefined && !new RegExp(s.pattern).test(String(value))) return [`${path}: not ${s.pattern}`];
  if (Array.isArray(value)) {
    if (value.length < (s.minItems ?? 0)) return [`${path}: too short`];
    return value.flatMap((v, k) => faults(v, s.prefixItems?.[k] ?? s.items ?? {}, `${path}[${k}]`));
  }
  if (typeof value !== "object" || value === null) return [];
  const lost = (s.required ?? []).filter((key) => !Object.hasOwn(value, key)).map((key) => `${path}.${key} is missing`);
  return [
    ...lost,
    ...Object.entries(value).flatMap(([key, v]) =>
      faults(v, s.properties?.[key] ?? s.additionalProperties ?? {}, `${path}.${key}`),
    ),
  ];
}

const files = scratch();
const net = files.file("net.eq", "z = W x + b\nh = f(z)\ns = u^T h\n∂s/∂W\n∂s/∂b = 2 u = u^T diag(f'(z))\n∂s/∂b = q\n");
const values = files.file("v.json", '{"W": [[1, 2]], "x": [1, 2], "b": [1], "u": [2], "f": "tanh(t)"}');
const note = files.file(
  "n.md",
  "$y = \\mathbf{x}^T A \\mathbf{x}$, $\\frac{\\partial y}{\\partial \\mathbf{x}} = 2 A \\mathbf{x}$, $\\nabla_A y = \\|$\n",
);
const steps = files.file("steps.eq", "z = W x + b\ns = u^T f(z)\n∂s/∂b = u .* f'(z)\n = u .* f(z)\n");

describe("docs/schema.json", () => {
  it.each([
    ["derive", ["derive", net, "--at", values, "--steps", "full", "--view", "index,differential"]],
    ["derive", ["derive", "-e", "y = ("]],
    ["check", ["check", net]],
    ["steps", ["check", "--steps", steps]],
    ["graph", ["graph", net, "--at", values]],
    ["graph", ["backprop", net, "--at", values]],
    ["cost", ["cost", net, "--sizes", "n=3,m=2"]],
    ["notes", ["notes", "check", note]],
    ["rules", ["rules", "det"]],
  ])("holds of %s: %j", async (name, args) => {
    const { out } = await chainrule([...args, "--format", "json"], { library: LIBRARY });
    const printed: unknown = JSON.parse(out);
    for (const one of Array.isArray(printed) ? printed : [printed]) {
      expect(faults(one, definition(name), name)).toEqual([]);
      expect(faults({ ...one, schema: "other/1", name: 3 }, definition(name), name)).not.toEqual([]);
    }
  });
});
