"""Random loop nests over arrays, as one writes them for matrices: accumulators in variables and in
memory, triangular bounds, steps before and after the inner loop, arguments that overlap.

    def f1(a, b, c, x, y):
        for i in range(a.shape[0]):
            for j in range(i):
                s = c[i, j]
                for k in range(j):
                    s -= a[i, k] * b[j, k]
                c[i, j] = s / b[j, j]
"""
import random

MATRICES = ["a", "b", "c"]
VECTORS = ["x", "y"]


class NestGenerator:
    def __init__(self, seed):
        self.rng = random.Random(seed)

    def chance(self, p):
        return self.rng.random() < p

    def pick(self, items):
        return self.rng.choice(items)

    # -- expressions ----------------------------------------------------------------------------

    def index(self, names):
        name = self.pick(names)
        if self.chance(0.85):
            return name
        return self.pick([f"{name} - 1", f"{name} + 1", f"n - 1 - {name}", "0", "-1", "2"])

    def element(self, names):
        if self.chance(0.8):
            return f"{self.pick(MATRICES)}[{self.index(names)}, {self.index(names)}]"
        return f"{self.pick(VECTORS)}[{self.index(names)}]"

    def value(self, names):
        first, second = self.element(names), self.element(names)
        forms = [f"{first} * {second}"] * 6
        forms += [first, f"0.5 * {first}", f"({first} - {second})", f"{first} / {second}", f"({first} + 0.25) * {second}",
                  f"np.sqrt(abs({first}))", f"min({first}, {second})", f"abs({first}) * {self.pick(names)}"]
        return self.pick(forms)

    # -- loops ----------------------------------------------------------------------------------

    def bounds(self, outer):
        forms = ["range(n)"] * 4 + ["range(1, n - 1)", "range(2, n)"]
        for name in outer:
            forms += [f"range({name})"] * 2 + [f"range({name} + 1)", f"range({name}, n)", f"range({name} + 1, n)",
                                               f"range(1, {name})", f"range({name} - 1)"]
        if outer:
            forms += [f"range({outer[-1]})"] * 3
        if self.chance(0.05):
            forms = ["range(n - 1, -1, -1)", "range(n + 1)", "range(0, n, 2)"]
        return self.pick(forms)

    def target(self, names):
        """What the inner loop adds to: mostly the same element in all of its turns."""
        i, j = names[0], names[-1]
        forms = [f"c[{i}, {j}]"] * 5 + [f"a[{i}, {j}]"] * 4 + [f"c[{j}, {i}]", f"y[{j}]", f"x[{j}]", f"b[{i}, {j} - 1]"]
        return self.pick(forms)

    def inner(self, names, depth, target):
        k = "kl"[depth]
        head = f"for {k} in {self.bounds(names)}:"
        inside = names + [k]
        if depth == 0 and self.chance(0.1):
            return [head] + ["    " + line for line in self.inner(inside, 1, target)]
        body = []
        value = self.value(inside)
        if self.chance(0.2):
            body.append(f"t = {self.value(inside)}")
            value = f"t * {self.element(inside)}"
        body.append(f"{target} {self.pick(['+=', '-=', '-=', '*=']) if self.chance(0.9) else '='} {value}")
        if self.chance(0.1):
            body.append(f"{self.target(inside)} = {self.value(inside)}")
        return [head] + ["    " + line for line in body]

    def middle(self, names):
        """The body of the loop whose turns may become lanes."""
        lines = []
        if self.chance(0.4):
            start = self.pick(["0.0", self.element(names), self.element(names), self.value(names)])
            lines.append(f"s = {start}")
            lines += self.inner(names, 0, "s")
            lines.append(f"{self.target(names)} {self.pick(['=', '=', '+='])} {self.pick(['s', 's', 's / ' + self.element(names), 's * 0.5'])}")
        else:
            lines += self.inner(names, 0, self.target(names))
        if self.chance(0.15):
            lines += self.inner(names, 0, self.target(names))
        if self.chance(0.3):
            lines.append(f"{self.target(names)} {self.pick(['=', '/=', '-='])} {self.value(names)}")
        return lines

    def function(self, number):
        lines = [f"def f{number}(a, b, c, x, y):", "    n = a.shape[0]", "    s = 0.0", "    t = 0.0"]
        names = ["i"] if self.chance(0.8) else []
        indent = "    "
        if names:
            lines.append(f"{indent}for i in {self.bounds([])}:")
            indent += "    "
        lines.append(f"{indent}for j in {self.bounds(names)}:")
        lines += [f"{indent}    {line}" for line in self.middle(names + ["j"])]
        if names and self.chance(0.3):
            lines.append(f"{indent}{self.pick(['a[i, i] = 1.5', 'c[i, i] -= b[i, i]', 'x[i] = a[i, 0]'])}")
        return lines + [f"    return {self.pick(['s', 't', '0.0'])}"]

    # -- arguments ------------------------------------------------------------------------------

    def matrix(self, n):
        dtype = self.pick(["float64"] * 5 + ["float32"])
        text = f"((np.arange({4 * n * n}) * {self.pick([7, 11, 13])} % {self.pick([17, 19, 23])} - 8) / 16).astype(np.{dtype})"
        text += f".reshape({2 * n}, {2 * n})"
        square = [f"[:{n}, :{n}].copy()"] * 5 + [f"[:{n}, :{n}]", f"[:{n}, :{n}].T", f"[:{n}, ::2]", f"[{2 * n - 1}:{n - 1}:-1, :{n}]",
                                                 f"[:{n}, :{n}].T.copy()", f"[:{n}, :{n}].copy().T"]
        return text + self.pick(square)

    def program(self):
        out = ["import numpy as np"]
        count = self.pick([1, 2])
        for number in range(count):
            out += self.function(number)
        for number in range(count):
            n = self.pick([1, 5, 9, 17, 20, 34, 43])
            out += [f"a = {self.matrix(n)}", f"b = {self.matrix(n)}", f"c = {self.matrix(n)}"]
            out += [f"x = np.arange({n}) / 8", f"y = np.arange({n}) * 0.25 - 1"]
            arguments = self.pick(["a, b, c, x, y"] * 6 + ["a, a, a, x, x", "a, b, a, x, y", "a, a[::-1], a.T, x, x[::-1]",
                                                            "a, b, c, a[0], c[:, 1]", "a, b, b, x, b[0]"])
            out += [f"print(f{number}({arguments}))"]
            out += [f"for v in {v}.ravel():\n    print(v)" for v in ("a", "b", "c", "x", "y")]
        return "\n".join(out) + "\n"


def generate(seed):
    return NestGenerator(seed).program()
