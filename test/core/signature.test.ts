import { describe, expect, it } from "vitest";
import { dim, ONE, plus, times } from "../../src/core/dim.js";
import { SCALAR, type Shape, shape, showShape } from "../../src/core/shape.js";
import { exactly, misfit, signatureOf, takesAnyVector, takesVector } from "../../src/core/signature.js";

const [a, b, c] = [dim("a"), dim("b"), dim("c")];
const [ab, bc, column, row, square] = [shape(a, b), shape(b, c), shape(a, ONE), shape(ONE, a), shape(a, a)];

const read = (text: string, shapes: readonly Shape[], sizes: Parameters<typeof exactly>[2] = []): string => {
  const found = exactly(signatureOf(text), shapes, sizes);
  return found === null ? "no" : showShape(found);
};

describe("a signature read exactly", () => {
  it.each<[string, readonly Shape[], string]>([
    ["n×n -> 1×1", [square], "1×1"],
    ["n×n -> 1×1", [ab], "no"],
    ["n×1 -> n×n", [column], "a×a"],
    ["n×1 -> n×n", [row], "no"],
    ["n×1 -> n×n", [SCALAR], "1×1"],
    ["n×m, n×m -> 1×1", [ab, ab], "1×1"],
    ["n×m, n×m -> 1×1", [ab, bc], "no"],
    ["n×m, m×p -> n×p", [ab, bc], "a×c"],
    ["n×m, m×p -> n×p", [ab, ab], "no"],
    ["n×m, p×q -> n p×m q", [ab, bc], "(a b)×(b c)"],
    ["n×m -> n m×1", [ab], "(a b)×1"],
    ["n×m -> n + m×2 n", [ab], "(a + b)×(2 a)"],
    ["n×1 | 1×n -> n×n", [row], "a×a"],
    ["n×1 | 1×n -> n×n", [ab], "no"],
    ["n×1 -> n×n; n×n -> n×1", [square], "a×1"],
    ["n×1 -> n×n; n×n -> n×1", [column], "a×a"],
    ["n×1 -> n×n; n×n -> n×1", [row], "no"],
    ["n×n -> n×1 (n > 1)", [SCALAR], "no"],
    ["n×n -> n×1 (n > 1)", [square], "a×1"],
    ["-> 1×1", [], "1×1"],
  ])("%s of %j is %s", (text, shapes, expected) => {
    expect(read(text, shapes)).toBe(expected);
  });

  it("takes sizes, which may have values of their own", () => {
    expect(read("n, m = 1 -> n×m", [], [a])).toBe("a×1");
    expect(read("n, m = 1 -> n×m", [], [a, b])).toBe("a×b");
    expect(read("n×m, i, j -> j - i + 1×m", [ab], [dim(2), plus(c, ONE)])).toBe("c×b");
    expect(read("n m×1 | 1×n m, n, m -> n×m", [shape(times(a, b), ONE)], [b, a])).toBe("b×a");
    expect(read("n m×1 | 1×n m, n, m -> n×m", [shape(ONE, times(a, b))], [a, b])).toBe("a×b");
    expect(read("n m×1 | 1×n m, n, m -> n×m", [column], [a, b])).toBe("no");
  });

  it("takes a number beside anything, and one of two numbers as it is", () => {
    const both = signatureOf("n×m | number, n×m | number -> n×m");
    expect(exactly(both, [SCALAR, ab], [], (i) => i === 0)).toEqual(ab);
    expect(exactly(both, [ab, SCALAR], [], (i) => i === 1)).toEqual(ab);
    expect(exactly(both, [SCALAR, SCALAR], [], () => true)).toEqual(SCALAR);
    expect(exactly(both, [SCALAR, ab])).toBeNull();
  });
});

describe("what follows from a signature", () => {
  it("is the message about operands that do not fit", () => {
    const say = (text: string, shown: readonly string[], sizes = [a, b]) =>
      misfit("f", signatureOf(text), shown, sizes);
    expect(say("n×n -> 1×1", ["a×b"])).toBe("f needs a square matrix, not a×b");
    expect(say("n×1 -> 1×1", ["a×b"])).toBe("f needs a column vector, not a×b");
    expect(say("1×n -> 1×1", ["a×b"])).toBe("f needs a row, not a×b");
    expect(say("1×1 -> 1×1", ["a×b"])).toBe("f needs a scalar, not a×b");
    expect(say("n×1 | 1×n -> 1×1", ["a×b"])).toBe("f needs a vector, not a×b");
    expect(say("n×1 -> n×n; n×n -> n×1", ["a×b"])).toBe("f needs a column vector or a square matrix, not a×b");
    expect(say("n m×1 | 1×n m, n, m -> n×m", ["c×1"])).toBe("f needs a vector of a b entries, not c×1");
    expect(say("n×m, n×m -> 1×1", ["a×b", "b×c"])).toBe("f of a×b and b×c: the shapes differ");
    expect(say("n×n, n×1 -> 1×1", ["a×b", "c×1"])).toBe(
      "f of a×b and c×1 does not exist: it takes a square matrix and a column vector",
    );
  });

  it("is whether a vector is taken, and whether one of any length", () => {
    const of = (text: string) => [takesVector(signatureOf(text)), takesAnyVector(signatureOf(text))];
    expect(of("n×1 -> 1×1")).toEqual([true, true]);
    expect(of("n×1 | 1×n -> 1×1")).toEqual([true, true]);
    expect(of("n m×1 | 1×n m, n, m -> n×m")).toEqual([true, false]);
    expect(of("n×1 -> n×n; n×n -> n×1")).toEqual([false, false]);
    expect(of("n×m -> 1×1")).toEqual([false, false]);
  });

  it("is read once for each text", () => {
    expect(signatureOf("n×n -> 1×1")).toBe(signatureOf("n×n -> 1×1"));
  });
});
