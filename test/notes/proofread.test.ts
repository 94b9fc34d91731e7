import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkNotes } from "../../src/notes.js";

const told = (text: string) => checkNotes(text).findings.map((f) => `${f.line} ${f.of} ${f.verdict}`);

const course = join(process.cwd(), "../shared/notes/backprop-notes.md");

describe.skipIf(!existsSync(course))("the course notes (skipped without ../shared/notes)", () => {
  it("each statement is judged, and the elementwise product of a row and a column is found", () => {
    const found = checkNotes(readFileSync(course, "utf8"));
    expect(found.summary.unread).toEqual([]);
    expect(found.summary.notClaims.map((n) => n.line)).toEqual([41, 47]);
    const [first, ...others] = found.findings;
    expect(first?.verdict).toBe("definition");
    expect(first?.text).toBe("\\frac{\\partial f_i}{\\partial x_j}");
    expect(others.map((f) => [f.line, f.of, f.verdict])).toEqual([
      [55, "∂h/∂x", "equal"],
      [61, "∂s/∂W", "equal"],
      [61, "∂s/∂b", "equal"],
      [82, "∂s/∂b", "equal"],
      [84, "∂s/∂b", "equal"],
      [85, "∂s/∂b", "equal up to a transpose"],
      [91, "∂(uᵀ h)/∂u", "equal"],
      [92, "∂(f(z))/∂z", "equal"],
      [93, "∂(W x + b)/∂b", "equal"],
    ]);
    const odd = others.find((f) => f.verdict !== "equal");
    expect(odd?.text).toBe("\\mathbf{u}^T \\circ f'(\\mathbf{z})");
    expect(odd?.right?.unicode).toBe("∂s/∂b = (u ∘ f′(z))ᵀ");
  });
});

describe("definitions of notes", () => {
  it("hold for what follows; a repeat changes nothing, and the latest counts", () => {
    const y = "$y = \\mathbf{x}^T \\mathbf{x}$";
    const claim = (right: string) => `$\\frac{\\partial y}{\\partial \\mathbf{x}} = ${right}$`;
    expect(told(`${y}\n\n${claim("2 \\mathbf{x}")}\n\n${y}\n\n${claim("\\mathbf{x}")}`)).toEqual([
      "3 ∂y/∂x equal",
      "7 ∂y/∂x different",
    ]);
    const again = "$y = \\mathbf{a}^T \\mathbf{x}$";
    const text = `${y}\n\n${again}\n\n${claim("\\mathbf{a}")} ${claim("3 \\mathbf{a}")}`;
    expect(checkNotes(text).summary.scopes).toBe(2);
    expect(told(text)).toEqual(["5 ∂y/∂x equal", "5 ∂y/∂x different"]);
  });

  it("may follow in the same section, and not in the next", () => {
    const claim = "$\\frac{\\partial y}{\\partial \\mathbf{x}} = \\mathbf{x}$";
    const y = "$y = \\mathbf{x}^T \\mathbf{x}$";
    expect(told(`${claim} where ${y}`)).toEqual(["1 ∂y/∂x different"]);
    expect(told(`${claim}\n\n# Next\n\n${y}`)).toEqual(["1 ∂y/∂x not judged"]);
  });

  it("are named by a derivative, and a chain after a name is a claim", () => {
    const text = [
      "$s = \\mathbf{u}^T f(\\mathbf{z})$, $\\mathbf{z} = \\mathbf{W}\\mathbf{x}$",
      "",
      "$$\\boldsymbol{\\delta} = \\frac{\\partial s}{\\partial \\mathbf{z}} = \\mathbf{u} \\circ f'(\\mathbf{z})$$",
      "",
      "$\\frac{\\partial s}{\\partial \\mathbf{W}} = \\boldsymbol{\\delta} \\mathbf{x}^T$,",
      "$\\frac{\\partial s}{\\partial \\mathbf{x}} = \\mathbf{W} \\boldsymbol{\\delta}$",
    ].join("\n");
    expect(told(text)).toEqual(["3 ∂s/∂z equal", "5 ∂s/∂W equal", "6 ∂s/∂x ill-shaped"]);
  });

  it("of plain letters are of vectors where a transpose says so", () => {
    const text = "$y = x^T A x$, $\\nabla_x y = 2 A x$, $\\nabla_x y = (A + A^T) x$; $q = t^2$, $\\frac{dq}{dt} = 2 t$";
    expect(told(text)).toEqual(["1 ∂y/∂x right if A is symmetric", "1 ∂y/∂x equal", "1 ∂q/∂t equal"]);
  });

  it("with macros are read as they are written out", () => {
    const text =
      "$\\newcommand{\\pd}[2]{\\frac{\\partial #1}{\\partial #2}}$\n\n$y = \\mathbf{a}^T \\mathbf{x}$\n\n$\\pd{y}{\\mathbf{x}} = 2 \\mathbf{a}$";
    expect(told(text)).toEqual(["5 ∂y/∂x different"]);
  });
});

describe("nobody is blamed", () => {
  it("for what is not defined, an update, a sketch, or a derivative that nothing leads to", () => {
    const text = [
      "$\\frac{\\partial L}{\\partial \\theta} = 3$",
      "$\\theta = \\theta - \\eta \\nabla_\\theta J$",
      "$\\frac{\\partial f}{\\partial x} = [\\frac{\\partial f}{\\partial x_1}, \\dots]$",
      "$\\frac{\\partial z_i}{\\partial W_{ij}} = x_j$",
      "$s = \\mathbf{u}^T \\mathbf{h}$, $\\frac{\\partial s}{\\partial \\mathbf{b}} = \\mathbf{u}$",
    ].join("\n\n");
    const found = checkNotes(text);
    expect(found.findings.filter((f) => f.verdict !== "not judged")).toEqual([]);
    expect(found.findings.at(-1)?.why).toContain("does not depend on");
    expect(found.summary.notClaims).toHaveLength(2);
  });
});

describe("a LaTeX file", () => {
  it("with macros, numbered displays and a planted factor is proofread at its lines", () => {
    const text = String.raw`\documentclass{article}
\usepackage{amsmath}
\newcommand{\vect}[1]{\boldsymbol{#1}}
\newcommand{\pd}[2]{\frac{\partial #1}{\partial #2}}
\DeclareMathOperator{\tr}{tr}
\begin{document}
\section{Least squares}
Let $\vect{X} \in \mathbb{R}^{N \times d}$, $\vect{w} \in \mathbb{R}^d$ and
\begin{equation}\label{eq:loss}
  J(\vect{w}) = \frac{1}{2N} \| \vect{X}\vect{w} - \vect{y} \|_2^2 + \frac{\lambda}{2} \vect{w}^\top \vect{w} .
\end{equation}
% $\pd{J}{w} = 17$
Then
\begin{align}
  \nabla_{\vect{w}} J &= \frac{1}{N} \vect{X}^\top (\vect{X}\vect{w} - \vect{y}) + \lambda \vect{w}, \\
  \pd{J}{\vect{w}} &= \frac{1}{N} \vect{X}^\top (\vect{X}\vect{w} - \vect{y}) + 2 \lambda \vect{w}, \\
  \nabla^2_{\vect{w}} J &= \frac{1}{N} \vect{X}^\top \vect{X} + \lambda \vect{I}.
\end{align}
\section{Trace}
\[ g = \tr(\vect{A}\vect{X}\vect{B}), \quad \pd{g}{\vect{X}} = \vect{A}^\top \vect{B}^\top \]
and $\log\det$: if $l = \log \det \vect{\Sigma}$ then $\pd{l}{\vect{\Sigma}} = \vect{\Sigma}^{-\top}$.
\end{document}
`;
    const found = checkNotes(text, { format: "latex" });
    expect(found.findings.map((f) => `${f.line} ${f.of} ${f.verdict}`)).toEqual([
      "15 ∂J/∂w equal",
      "16 ∂J/∂w different",
      "17 ∂²J/∂w² equal",
      "20 ∂g/∂X equal",
      "21 ∂l/∂Σ equal",
    ]);
    expect(found.findings[1]?.right?.unicode).toBe("∂J/∂w = Xᵀ (X w − y) / N + λ w");
    expect(found.summary.unread).toEqual([]);
  });
});
