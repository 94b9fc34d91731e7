"""chainrule in notebooks.

    %load_ext chainrule_magic

    %%chainrule
    z = W x + b
    h = tanh(z)
    s = u^T h
    ∂s/∂W, ∂s/∂b

shows the derivation and puts NumPy functions into the notebook: `ds_dW(W=…, x=…, b=…, u=…)`, `forward(…)`.

    %chainrule_check ∂s/∂b = u .* (1 - h .^ 2)

judges a formula against the model of the last cell. The program that does it is the command `chainrule`: the one that
the variable CHAINRULE names, else the one on the PATH, else `npx -y chainrule`.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import types

from IPython.core.error import UsageError
from IPython.core.magic import Magics, cell_magic, line_magic, magics_class
from IPython.core.magic_arguments import argument, magic_arguments, parse_argstring
from IPython.display import Markdown, display

__all__ = ["ChainruleError", "derive", "check", "functions", "load_ipython_extension"]

SECONDS = 120


class ChainruleError(Exception):
    """What chainrule says of a text that it cannot answer."""


def _command():
    given = os.environ.get("CHAINRULE", "")
    if given:
        return shlex.split(given)
    found = shutil.which("chainrule")
    return [found] if found else ["npx", "-y", "chainrule"]


def _run(args, text):
    """Output, diagnostics and exit code of a command on a text."""
    try:
        done = subprocess.run(
            [*_command(), *args], input=text, capture_output=True, encoding="utf-8", timeout=SECONDS, check=False
        )
    except FileNotFoundError as error:
        raise ChainruleError(f"there is no {error.filename}; npm install -g chainrule, or set CHAINRULE") from None
    except subprocess.TimeoutExpired:
        raise ChainruleError(f"no answer within {SECONDS} seconds") from None
    return done.stdout, done.stderr, done.returncode


def _flags(of=None, wrt=None, order=None):
    given = {"of": of, "wrt": wrt, "order": order}
    return [f"--{flag}={value}" for flag, value in given.items() if value is not None]


def _json(args, text):
    out, err, _ = _run([*args, "--format", "json"], text)
    try:
        return json.loads(out)
    except ValueError:
        raise ChainruleError(err.strip() or "no answer") from None


def derive(text, of=None, wrt=None, order=None):
    """The answer to what a text asks, as `chainrule derive --format json` gives it."""
    return _json(["derive", "-", *_flags(of, wrt, order)], text)


def check(text):
    """The checks of a text, as `chainrule check --format json` gives them."""
    return _json(["check", "-"], text)


def functions(text, of=None, wrt=None, order=None):
    """NumPy functions by their names: `forward`, and one for each derivative, `ds_dW`. Throws ChainruleError."""
    code, err, _ = _run(["codegen", "-", "--target=numpy", *_flags(of, wrt, order)], text)
    if not code:
        raise ChainruleError(err.strip())
    module = types.ModuleType("chainrule_model")
    exec(compile(code, "<chainrule>", "exec"), module.__dict__)  # noqa: S102 (written by chainrule a moment ago)
    out = {"forward": module.forward}
    for key, *_ in module.CHECKS:
        out[_python_name(key)] = _one(module, key)
    return out


def _python_name(key):
    """`ds/dW` as a name of Python: `ds_dW`."""
    return re.sub(r"\W+", "_", key).strip("_")


def _one(module, key):
    def derivative(**inputs):
        return module.derivatives(**inputs)[key]

    derivative.__name__ = derivative.__qualname__ = _python_name(key)
    derivative.__doc__ = f"{key}\n\n{module.value_and_derivatives.__doc__}"
    return derivative


@magics_class
class ChainruleMagics(Magics):
    """The magics; they remember the text of the last cell and which names they have put into the notebook."""

    def __init__(self, shell):
        super().__init__(shell)
        self.text = ""
        self.put = {}

    @magic_arguments()
    @argument("--of", help="what is differentiated, in place of the questions of the cell")
    @argument("--wrt", help="by what, separated by commas")
    @argument("--order", choices=["1", "2"], help="first or second derivative")
    @argument("--steps", choices=["none", "chain", "full"], default="chain", help="how much of the way is shown")
    @argument("--no-code", action="store_true", help="put no functions into the notebook")
    @cell_magic
    def chainrule(self, line, cell):
        """Derives what the cell asks, and puts NumPy functions for it into the notebook."""
        given = parse_argstring(self.chainrule, line)
        flags = _flags(given.of, given.wrt, given.order)
        try:
            out, err, code = _run(["derive", "-", f"--steps={given.steps}", "--format=markdown", *flags], cell)
        except ChainruleError as error:
            raise UsageError(str(error)) from None
        if err:
            print(err.rstrip(), file=sys.stderr)
        if not out.strip():
            raise UsageError("nothing was derived")
        display(Markdown(out))
        if code != 0:
            raise UsageError("the cell has a fault, or claims what is not so")
        self.text = cell
        if not given.no_code:
            self._put(cell, given)

    def _put(self, cell, given):
        try:
            found = functions(cell, given.of, given.wrt, given.order)
        except ChainruleError as error:
            print(f"no functions: {error}", file=sys.stderr)
            return
        names = self.shell.user_ns
        kept = [n for n in found if n in names and names[n] is not self.put.get(n)]
        new = {n: f for n, f in found.items() if n not in kept}
        names.update(new)
        self.put.update(new)
        if new:
            print(f"functions: {', '.join(new)}")
        if kept:
            print(f"kept, for they are yours: {', '.join(kept)}", file=sys.stderr)

    @line_magic
    def chainrule_check(self, line):
        """Judges a formula, `∂s/∂b = …`, against the model of the last %%chainrule cell."""
        if not self.text:
            raise UsageError("there is no model yet: write one in a %%chainrule cell")
        if "=" not in line:
            raise UsageError("a claim has an =, as in %chainrule_check ∂s/∂b = u .* (1 - h .^ 2)")
        try:
            out, err, code = _run(["check", "-"], f"{self.text}\n{line}\n")
        except ChainruleError as error:
            raise UsageError(str(error)) from None
        claim = _last_check(out)
        if claim is None:
            raise UsageError(err.strip() or "it could not be judged")
        print(claim)
        if code != 0:
            raise UsageError("it is not so")


def _last_check(out):
    """The last check of a printed list, with the numbers below it."""
    lines = out.rstrip().split("\n")[:-1]
    starts = [i for i, line in enumerate(lines) if re.match(r"(?:ok |FAIL|--) ", line)]
    return "\n".join(lines[starts[-1] :]) if starts else None


def load_ipython_extension(shell):
    """Called by `%load_ext chainrule_magic`."""
    shell.register_magics(ChainruleMagics)
