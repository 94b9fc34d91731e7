/**
 * The length of a text in the language, as a reader counts it: operations and function applications,
 * each part that occurs twice counted once. Sizes of `ones`, `eye`, `zeros` and `comm` cost nothing.
 */
import type { Expression, Relation } from "../../src/parse/ast.js";

const CONSTANTS = new Set(["ones", "eye", "zeros", "comm"]);

/** The number of distinct operations in trees that are read together. */
export function lengthOfTexts(trees: readonly Expression[]): number {
  const seen = new Set<string>();
  const op = (key: string): string => {
    seen.add(key);
    return key;
  };
  const relation = ({ left, sign, right }: Relation): string => `${key(left)}${sign}${key(right)}`;
  const key = (e: Expression): string => {
    switch (e.type) {
      case "name":
        return e.name;
      case "reduction": {
        // A range is no operation, a condition under the sign is one.
        const ranges = e.ranges.flatMap((r) => r.letters.map((n) => n.name)).join(",");
        return op(`${e.operation}(${[ranges, ...e.conditions.map(relation), key(e.body)].join(";")})`);
      }
      case "condition":
        return op(`[${e.relations.map(relation).join(",")}]`);
      case "cases":
        throw new Error(`${e.type} is not counted`);
      case "entry":
        return `${key(e.operand)}_${e.script.text}`;
      case "number":
        return String(Number(e.value));
      case "group":
        return key(e.operand);
      case "negation":
        return e.operand.type === "number" ? `-${key(e.operand)}` : op(`neg(${key(e.operand)})`);
      case "sum":
        return e.terms.reduce((left, { sign, term }, i) => {
          const right = key(term);
          if (i === 0) return sign < 0 ? op(`neg(${right})`) : right;
          return op(`${sign < 0 ? "sub" : "add"}(${left},${right})`);
        }, "");
      case "product":
      case "elementwise":
        return e.rest.reduce(
          (left, r) =>
            op(
              `${r.operator === "juxtaposition" || r.operator === "times" ? "mul" : r.operator}(${left},${key(r.operand)})`,
            ),
          key(e.first),
        );
      case "fraction":
        return op(`divide(${key(e.numerator)},${key(e.denominator)})`);
      case "postfix":
        return e.operators.reduce((operand, o) => {
          if (o.type === "power" || o.type === "elementwisePower")
            return op(`${o.type === "power" ? "pow" : "epow"}(${operand},${key(o.exponent)})`);
          if (o.type === "inverse") return op(`pow(${operand},-1)`);
          if (o.type === "inverseTranspose") return op(`T(${op(`pow(${operand},-1)`)})`);
          return op(`T(${operand})`);
        }, key(e.operand));
      case "call": {
        const args = e.args.map(key).join(",");
        const text = `${e.callee.name}${"'".repeat(e.primes)}(${args})`;
        return CONSTANTS.has(e.callee.name) ? text : op(text);
      }
      case "bars":
        return op(`bars(${key(e.operand)})`);
      case "blocks":
        return op(`blocks(${e.rows.map((r) => r.map(key).join(",")).join(";")})`);
      case "derivative":
        return op(`d(${key(e.of)},${e.variables.map((v) => v.name).join(",")})`);
    }
  };
  for (const tree of trees) key(tree);
  return seen.size;
}
