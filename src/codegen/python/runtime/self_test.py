import functools

import numpy as np


def _named(function):
    """Lets inputs be called as in the model: see NAMES."""

    @functools.wraps(function)
    def called(**inputs):
        return function(**{NAMES.get(name, name): value for name, value in inputs.items()})

    return called


def self_test(inputs=None, tolerance=1e-6):
    """Compares each derivative with differences of its value. Prints a line for each; True where all agree."""
    # setup
    inputs = _sample() if inputs is None else inputs
    if inputs is None:
        print("not checked: there are no numbers to check at, call self_test(inputs)")
        return False

    def array(value):
        return ARRAY

    def flat(value):
        """The entries column by column."""
        return array(value).reshape(-1, order="F")

    def slope(f, steps=(1e-2, 1e-3, 1e-4)):
        """The slope at 0, at the step at which two differences agree best."""
        found = [(8 * (f(h) - f(-h)) - (f(2 * h) - f(-2 * h))) / (12 * h) for h in steps]
        return min(zip(found, found[1:]), key=lambda pair: np.max(np.abs(pair[0] - pair[1])))[1]


def first_order(inputs, tolerance, array, flat, slope):
    at = {
        NAME: value if callable(value) or isinstance(value, int) else array(value)
        for name, value in inputs.items()
    }
    # defined
    found = derivatives(**at)
    all_agree = True
    for key, function, of, name in CHECKS:
        x = array(at[name])
        derivative = flat(found[key]).reshape(x.size, -1)
        worst = 0.0
        for entry, got in zip(np.eye(x.size), derivative):
            step = entry.reshape(x.shape, order="F")
            expected = slope(lambda t: flat(function(**{**at, name: x + t * step})[of]))
            worst = max(worst, np.max(np.abs(got - expected)))
        error = worst / max(1.0, np.max(np.abs(derivative)))
        good = bool(error <= tolerance)
        all_agree = all_agree and good
        print(f"{'ok' if good else 'WRONG':5}  {key}  {error:.1e}")
    return all_agree


def any_order(inputs, tolerance, array, flat, slope):
    def directions(x, constraint):
        """Changes of a variable: of each entry, or of those that belong together."""
        for place in np.ndindex(np.shape(x)):
            step = np.zeros(np.shape(x))
            step[place] = 1
            if constraint == "symmetric":
                step = (step + step.T) / 2
            if constraint == "diagonal":
                step = step * np.eye(len(step))
            yield step

    def moved(at, name, step, t):
        return {**at, name: array(at[name]) + t * step}

    at = {
        NAME: value if callable(value) or isinstance(value, int) else array(value)
        for name, value in inputs.items()
    }
    # defined
    found = derivatives(**at)
    all_agree = True
    for key, function, of, variables, along in CHECKS:

        def value(where):
            return flat(function(**where)[of])

        derivative = flat(found[key])
        count = value(at).size
        (x, held), rest = variables[0], variables[1:]
        worst = 0.0
        for step in directions(at[x], held):
            if not rest:
                steps = [None]
            elif along is not None:
                steps = [array(function(**at)[along]).reshape(np.shape(at[rest[0][0]]))]
            else:
                steps = directions(at[rest[0][0]], rest[0][1])
            for other in steps:
                if other is None:
                    expected = slope(lambda t: value(moved(at, x, step, t)))
                    got = flat(step) @ derivative.reshape(-1, count)
                else:
                    z = rest[0][0]
                    expected = slope(
                        lambda s: slope(lambda t: value(moved(moved(at, x, step, s), z, other, t)), (4e-3, 2e-3)),
                        (4e-3, 2e-3),
                    )
                    got = derivative if along is not None else flat(other) @ derivative.reshape(flat(other).size, -1)
                    got = flat(step) @ got.reshape(-1, count)
                worst = max(worst, np.max(np.abs(got - expected)))
        error = worst / max(1.0, np.max(np.abs(derivative)))
        good = bool(error <= (tolerance if not rest else 100 * tolerance))
        all_agree = all_agree and good
        print(f"{'ok' if good else 'WRONG':5}  {key}  {error:.1e}")
    return all_agree


if __name__ == "__main__":
    raise SystemExit(0 if self_test() else 1)
