/** Writes `docs/schema.json`, JSON Schema of every `--format json`, from the types of what is printed, `docs/config.schema.json`, that of `chainrule.json`, and `docs/stability.md`, which lists its fields: part of `npm run docs`. */
import { writeFileSync } from "node:fs";
import ts from "typescript";
import { configSchema } from "../src/cli/config.js";
import { stabilityPage } from "./stability.js";

const FILE = "scripts/schema-types.ts";
const program = ts.createProgram([FILE], {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.NodeNext,
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: true,
  types: ["node"],
  noEmit: true,
});
const checker = program.getTypeChecker();
const source = program.getSourceFile(FILE);
if (source === undefined) throw new Error(`${FILE} is not there`);

type Schema = Record<string, unknown>;

const definitions = new Map<string, Schema>();
const names = new Map<ts.Symbol, string>();

/** The documentation of a property as one line. */
function described(symbol: ts.Symbol | undefined, schema: Schema): Schema {
  const text = ts.displayPartsToString(symbol?.getDocumentationComment(checker)).replace(/\s+/g, " ");
  return text === "" || "$ref" in schema ? schema : { description: text, ...schema };
}

/** A reference to the schema of a named type, made when it is first met. */
function named(symbol: ts.Symbol, make: () => Schema): Schema {
  let name = names.get(symbol);
  if (name === undefined) {
    name = symbol.name;
    for (let k = 2; definitions.has(name); k++) name = `${symbol.name}${k}`;
    names.set(symbol, name);
    definitions.set(name, {});
    definitions.set(name, described(symbol, make()));
  }
  return { $ref: `#/$defs/${name}` };
}

function schemaOf(type: ts.Type): Schema {
  const { flags } = type;
  if (flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return {};
  if (type.isStringLiteral() || type.isNumberLiteral()) return { const: type.value };
  if (flags & ts.TypeFlags.BooleanLiteral) return { const: checker.typeToString(type) === "true" };
  if (flags & ts.TypeFlags.TemplateLiteral) return { type: "string", pattern: pattern(type as ts.TemplateLiteralType) };
  if (flags & ts.TypeFlags.String) return { type: "string" };
  if (flags & ts.TypeFlags.Number) return { type: "number" };
  if (flags & ts.TypeFlags.Boolean) return { type: "boolean" };
  if (flags & ts.TypeFlags.Null) return { type: "null" };
  const alias = type.aliasSymbol;
  if (alias !== undefined && type.aliasTypeArguments === undefined && type.isUnion())
    return named(alias, () => unionOf(type));
  if (type.isUnion()) return unionOf(type);
  if (checker.isTupleType(type)) {
    const items = checker.getTypeArguments(type as ts.TypeReference).map(schemaOf);
    return { type: "array", prefixItems: items, minItems: items.length, maxItems: items.length };
  }
  if (checker.isArrayType(type)) {
    const [item] = checker.getTypeArguments(type as ts.TypeReference);
    return { type: "array", items: item === undefined ? {} : schemaOf(item) };
  }
  const symbol = type.getSymbol();
  if (type.isClassOrInterface() && symbol !== undefined) return named(symbol, () => objectOf(type));
  return objectOf(type);
}

/** Literals of one kind as an enumeration, the rest side by side. */
function unionOf(type: ts.UnionType): Schema {
  const members = type.types.filter((t) => !(t.flags & ts.TypeFlags.Undefined));
  const literals = members.flatMap((t) => (t.isStringLiteral() || t.isNumberLiteral() ? [t.value] : []));
  const isBoolean = members.filter((t) => t.flags & ts.TypeFlags.BooleanLiteral).length === 2;
  const rest = members.filter(
    (t) => !t.isStringLiteral() && !t.isNumberLiteral() && !(isBoolean && t.flags & ts.TypeFlags.BooleanLiteral),
  );
  const all = [
    ...(literals.length > 0 ? [{ enum: literals }] : []),
    ...(isBoolean ? [{ type: "boolean" }] : []),
    ...rest.map(schemaOf),
  ];
  return all.length === 1 ? (all[0] as Schema) : { anyOf: all };
}

function objectOf(type: ts.Type): Schema {
  const properties: Record<string, Schema> = {};
  const required: string[] = [];
  for (const p of checker.getPropertiesOfType(type)) {
    const of = checker.getTypeOfSymbol(p);
    properties[p.name] = described(p, schemaOf(of));
    if (!(p.flags & ts.SymbolFlags.Optional)) required.push(p.name);
  }
  const index = checker.getIndexTypeOfType(type, ts.IndexKind.String);
  return {
    type: "object",
    ...(required.length === 0 && index !== undefined ? {} : { properties, required }),
    ...(index === undefined ? {} : { additionalProperties: schemaOf(index) }),
  };
}

const pattern = ({ texts }: ts.TemplateLiteralType): string =>
  `^${texts.map((t) => t.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join(".*")}$`;

const outputs = checker.getExportsOfModule(checker.getSymbolAtLocation(source) as ts.Symbol)[0] as ts.Symbol;
const commands = checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(outputs));
const roots = commands.map((p) => {
  definitions.set(p.name, {});
  definitions.set(p.name, described(p, schemaOf(checker.getTypeOfSymbol(p))));
  return { $ref: `#/$defs/${p.name}` };
});
const schema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "What chainrule prints with --format json, by command",
  anyOf: [...roots, { type: "array", items: { anyOf: roots } }],
  $defs: Object.fromEntries([...definitions].sort(([a], [b]) => (a < b ? -1 : 1))),
};
writeFileSync("docs/schema.json", `${JSON.stringify(schema, null, 1)}\n`);
writeFileSync("docs/config.schema.json", `${JSON.stringify(configSchema(), null, 1)}\n`);
writeFileSync("docs/stability.md", stabilityPage());
