# The derivatives of peers.ts by SymPy: for each a line of JSON, the least time of a few runs in milliseconds, without its cache.
import json
import sys
import time

from sympy import Dummy, Function, Inverse, Lambda, MatrixSymbol, Trace, log, symbols
from sympy import __version__ as version
from sympy.core.cache import clear_cache

f = Function("f")
n, m = symbols("n m", integer=True, positive=True)
A, B, X = (MatrixSymbol(name, n, n) for name in "ABX")
W, M = MatrixSymbol("W", n, m), MatrixSymbol("M", m, n)
x, a, b, u = (MatrixSymbol(name, n, 1) for name in "xabu")
y, d = MatrixSymbol("y", m, 1), MatrixSymbol("d", m, 1)


def applied(z):
    t = Dummy("t")
    return z.applyfunc(Lambda(t, f(t)))


def network(layers):
    h = x
    for k in range(1, layers + 1):
        h = applied(MatrixSymbol(f"W{k}", n, n) * h + MatrixSymbol(f"b{k}", n, 1))
    return u.T * h


PROBLEMS = {
    "quadratic": lambda: (x.T * A * x).diff(x),
    "trace": lambda: Trace(A * X * B * X.T).diff(X),
    "least squares": lambda: ((M * x - d).T * (M * x - d)).diff(x),
    "inverse": lambda: (a.T * Inverse(X) * b).diff(X),
    "scorer, by b": lambda: (u.T * applied(W * y + b)).diff(b),
    "scorer, by W": lambda: (u.T * applied(W * y + b)).diff(W),
    "network of 3": lambda: network(3).diff(MatrixSymbol("W1", n, n)),
    "network of 10": lambda: network(10).diff(MatrixSymbol("W1", n, n)),
}

print(json.dumps({"version": version}))
for name in sys.argv[1:]:
    best = None
    for _ in range(7):
        clear_cache()
        start = time.perf_counter()
        try:
            PROBLEMS[name]()
        except Exception as error:  # SymPy refuses some, and says so in many ways.
            print(json.dumps({"name": name, "ms": None, "error": type(error).__name__}))
            break
        took = (time.perf_counter() - start) * 1000
        best = took if best is None else min(best, took)
    else:
        print(json.dumps({"name": name, "ms": best}))
