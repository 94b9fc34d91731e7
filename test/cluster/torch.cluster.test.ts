/** Emitted passes in training by several processes: DistributedDataParallel sums what one process would find at once. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { codeFor } from "../../src/codegen.js";
import { read } from "../../src/elaborate/parse.js";
import { PYTHON, pythonHas } from "../codegen/run-python.js";

const work = mkdtempSync(join(tmpdir(), "chainrule-ddp-"));
afterAll(() => rmSync(work, { recursive: true, force: true }));

const LAYER = "X : matrix(N, d) data\nW : matrix(d, h)\nb : vector(h)\nH = tanh(X W + ones(N) b^T)";

/**
 * Two layers by the emitted operation in a module, three steps of gradient descent. Each process has its half of the
 * examples; process 0 then does the same alone with all of them, by the same operation and by autograd's own.
 */
const TRAINING = `
import os, sys, torch
import torch.distributed as dist
import torch.multiprocessing as mp
from torch.nn.parallel import DistributedDataParallel

STEPS, EXAMPLES, WORLD = 3, 12, 2

class Layer(torch.nn.Module):
    def __init__(self, rows, columns, by_hand):
        super().__init__()
        self.W = torch.nn.Parameter(torch.randn(rows, columns, dtype=torch.float64))
        self.b = torch.nn.Parameter(torch.randn(columns, dtype=torch.float64))
        self.by_hand = by_hand

    def forward(self, X):
        import layer
        return layer.apply(X=X, W=self.W, b=self.b) if self.by_hand else torch.tanh(X @ self.W + self.b)

def network(by_hand):
    torch.manual_seed(7)
    return torch.nn.Sequential(Layer(4, 6, by_hand), Layer(6, 3, by_hand))

def examples():
    torch.manual_seed(8)
    return torch.randn(EXAMPLES, 4, dtype=torch.float64), torch.randn(EXAMPLES, 3, dtype=torch.float64)

def trained(model, X, Y):
    """The gradients of every step, one after another."""
    seen = []
    descent = torch.optim.SGD(model.parameters(), lr=0.1)
    for _ in range(STEPS):
        descent.zero_grad()
        torch.mean((model(X) - Y) ** 2).backward()
        seen += [p.grad.clone() for p in model.parameters()]
        descent.step()
    return seen

def process(rank, folder):
    sys.path.insert(0, folder)
    torch.set_num_threads(1)
    dist.init_process_group("gloo", init_method=f"file://{folder}/meeting", rank=rank, world_size=WORLD)
    X, Y = examples()
    part = slice(rank * EXAMPLES // WORLD, (rank + 1) * EXAMPLES // WORLD)
    together = trained(DistributedDataParallel(network(True)), X[part], Y[part])
    lone = trained(network(True), X[part], Y[part])
    if rank == 0:
        by_hand, autograd = trained(network(True), X, Y), trained(network(False), X, Y)
        assert len(together) == len(by_hand) == 4 * STEPS
        far = lambda a, b: max(torch.max(torch.abs(p - q)).item() for p, q in zip(a, b))
        print(far(together, by_hand), far(together, autograd), far(together, lone))
    dist.destroy_process_group()

if __name__ == "__main__":
    mp.spawn(process, args=(sys.argv[1],), nprocs=WORLD)
`;

describe("an emitted torch.autograd.Function", () => {
  it("has under DistributedDataParallel with two processes the gradients of one", () => {
    if (!pythonHas("torch")) throw new Error(`${PYTHON} has no torch (Debian: python3-torch)`);
    const { code, diagnostics } = codeFor(read(LAYER), { target: "pytorch", vjp: "H", wrt: ["W", "b", "X"] });
    expect(diagnostics).toEqual([]);
    writeFileSync(join(work, "layer.py"), code);
    writeFileSync(join(work, "training.py"), TRAINING);
    const run = spawnSync(PYTHON, [join(work, "training.py"), work], { encoding: "utf8", timeout: 300_000 });
    expect(run.status, run.stderr).toBe(0);
    const [byHand, autograd, lone] = run.stdout.trim().split(" ").map(Number) as [number, number, number];
    expect([byHand < 1e-14, autograd < 1e-14], run.stdout).toEqual([true, true]);
    // Half of the examples alone give something else: the processes did speak.
    expect(lone).toBeGreaterThan(1e-3);
  });
});
