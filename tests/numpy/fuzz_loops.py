"""Random programs of scalar code: functions with loops and branches over array elements.

`generate(seed)` gives plain Python, `generate(seed, numba=True)` the same under @njit. Names keep
one type; integers stay small by `% 997`; divisors are never zero.

    def f1(a, b, n, t):
        x0 = 3
        y0 = 0.5
        for i in range(1, len(a)):
            if a[i] > y0:
                x0 = (x0 * 5 + i) % 997
            b[i - 1] = x0
        return x0, y0
"""
import random

INTS = ["int64", "int32", "int16", "uint8", "int8", "uint16", "uint32"]
FLOATS = ["float64", "float32"]


class LoopGenerator:
    def __init__(self, seed, numba):
        self.rng = random.Random(seed)
        self.numba = numba
        self.functions = []
        self.out = []

    def chance(self, p):
        return self.rng.random() < p

    def pick(self, items):
        return self.rng.choice(items)

    # -- expressions: text of a type ------------------------------------------------------------

    def element(self, kind):
        """An element of an array of this kind, or None."""
        arrays = [name for name, (of, rank) in self.arrays.items() if of == kind]
        if not arrays:
            return None
        name = self.pick(arrays)
        if self.arrays[name][1] == 2:
            return f"{name}[{self.index(name + '.shape[0]')}, {self.index(name + '.shape[1]')}]"
        return f"{name}[{self.index(f'len({name})')}]"

    def index(self, extent):
        return self.pick([f"{self.integer(0)} % {extent}", f"-1 - {self.integer(0)} % {extent}", "0", "-1"])

    def integer(self, depth):
        if depth <= 0:
            return self.pick(self.ints + self.loop_names + self.loop_names + [str(self.pick([0, 1, 2, 3, 7, -1, -5, 12, 100]))])
        left, right = self.integer(depth - 1), self.integer(depth - 1)
        forms = [f"({left} {self.pick(['+', '-', '*'])} {right})"] * 4
        forms += [f"({left} {self.pick(['//', '%'])} {self.pick(['3', '-4', '7', '10', f'(abs({right}) + 1)'])})"] * 2
        forms += [f"({left} {self.pick(['&', '|', '^'])} {right})", f"abs({left})", f"(-{left})", f"(~{left})",
                  f"min({left}, {right})", f"max({left}, {right})", f"({left} << {self.pick([0, 1, 3])})",
                  f"({left} >> {self.pick([0, 1, 3])})", f"({left} if {self.boolean(depth - 1)} else {right})",
                  f"int({self.real(depth - 1)} * 0.001)" if self.chance(0.3) else left]
        element = self.element("int")
        if element:
            forms += [f"int({element})"] * 3
        if self.arrays:
            forms.append(f"len({self.pick(list(self.arrays))})")
        return self.pick(forms)

    def real(self, depth):
        if depth <= 0:
            return self.pick(self.reals + [self.pick(["0.5", "1.5", "-2.0", "0.1", "3.25", "1e3"])])
        left, right = self.real(depth - 1), self.real(depth - 1)
        forms = [f"({left} {self.pick(['+', '-', '*'])} {right})"] * 4
        forms += [f"({left} / {self.pick(['3.0', '(abs(' + right + ') + 1.0)', '-7.0'])})", f"abs({left})", f"(-{left})",
                  f"float({self.integer(depth - 1)})", f"({self.integer(depth - 1)} * {left})",
                  f"math.sqrt(abs({left}))", f"min({left}, {right})", f"max({left}, {right})",
                  f"({left} if {self.boolean(depth - 1)} else {right})", f"({self.integer(depth - 1)} / 4)",
                  f"({left} // {self.pick(['2.0', '-0.75'])})", f"({left} % {self.pick(['2.5', '-3.0'])})"]
        element = self.element("float")
        if element:
            forms += [f"float({element})"] * 4
        return self.pick(forms)

    def boolean(self, depth):
        if depth <= 0:
            return f"{self.integer(0)} {self.pick(['<', '>', '==', '!=', '<=', '>='])} {self.integer(0)}"
        kind = self.pick([self.integer, self.real])
        forms = [f"{kind(depth - 1)} {self.pick(['<', '>', '<=', '>=', '==', '!='])} {kind(depth - 1)}"] * 3
        forms += [f"({self.boolean(depth - 1)} and {self.boolean(depth - 1)})",
                  f"({self.boolean(depth - 1)} or {self.boolean(depth - 1)})", f"not {self.boolean(depth - 1)}",
                  f"{self.integer(0)} < {self.integer(0)} <= {self.integer(0)}",
                  f"{self.integer(depth - 1)} % 2 == 0"]
        return self.pick(forms)

    # -- statements -----------------------------------------------------------------------------

    def statements(self, depth, count):
        lines = []
        for _ in range(count):
            lines += self.statement(depth)
        return lines

    def assign(self):
        if self.chance(0.5):
            name = self.pick(self.ints)
            if self.chance(0.3):
                return [f"{name} {self.pick(['+=', '-='])} {self.integer(1)} % 50"]
            return [f"{name} = {self.integer(2)} % {self.pick([997, 64, -100])}"]
        name = self.pick(self.reals)
        if self.chance(0.3):
            return [f"{name} {self.pick(['+=', '-=', '*='])} {self.real(1)} * 0.25"]
        return [f"{name} = {self.real(2)}"]

    def store(self):
        kind = self.pick(["int", "float"])
        target = self.element(kind)
        if not target:
            return self.assign()
        value = f"{self.integer(1)} % 100" if kind == "int" else self.real(1)
        return [f"{target} {self.pick(['=', '=', '+=', '='])} {value}"]

    def indented(self, depth, count):
        return ["    " + line for line in self.statements(depth, count)]

    def loop(self, depth):
        name = f"i{self.counter}"
        self.counter += 1
        arrays = list(self.arrays)
        heads = [f"for {name} in range({self.pick([0, 1, 3, 6])}):", f"for {name} in range({self.integer(0)} % 5):",
                 f"for {name} in range({self.pick([5, 3])}, {self.pick([-1, 0, 2])}, {self.pick([-1, -2])}):"]
        if arrays:
            array = self.pick(arrays)
            heads += [f"for {name} in range(len({array})):"] * 2
            heads += [f"for {name} in range(1, {array}.shape[0] - 1):"]
        head = self.pick(heads)
        self.loop_names.append(name)
        body = self.indented(depth - 1, self.pick([1, 2, 3]))
        if self.chance(0.25):
            body += [f"    if {self.boolean(1)}:", f"        {self.pick(['break', 'continue'])}"]
            body += self.indented(depth - 1, 1)
        self.loop_names.remove(name)
        lines = [head] + body
        if self.chance(0.1) and not self.numba:
            lines += ["else:"] + self.indented(depth - 1, 1)
        return lines

    def while_loop(self, depth):
        name = f"w{self.counter}"
        self.counter += 1
        self.loop_names.append(name)
        body = self.indented(depth - 1, self.pick([1, 2]))
        self.loop_names.remove(name)
        return [f"{name} = {self.pick([0, 1, 4])}", f"while {name} < {self.pick([3, 6])} and {self.boolean(1)}:"] + body + [f"    {name} += {self.pick([1, 2])}"]

    def branch(self, depth):
        lines = [f"if {self.boolean(2)}:"] + self.indented(depth - 1, self.pick([1, 2]))
        if self.chance(0.3):
            lines += [f"elif {self.boolean(1)}:"] + self.indented(depth - 1, 1)
        if self.chance(0.5):
            lines += ["else:"] + self.indented(depth - 1, 1)
        return lines

    def swap(self):
        names = self.pick([self.ints, self.reals])
        if len(names) < 2:
            return self.assign()
        left, right = self.rng.sample(names, 2)
        return [f"{left}, {right} = {right}, {left}"]

    def call(self):
        if not self.functions:
            return self.assign()
        name, parameters = self.pick(self.functions)
        arguments = []
        for kind, rank in parameters:
            if rank:
                same = [a for a, of in self.arrays.items() if of == (kind, rank)]
                if not same:
                    return self.assign()
                argument = self.pick(same)
                if rank == 1 and self.chance(0.3):
                    argument = self.pick([f"{argument}[::-1]", f"{argument}[1:]", f"{argument}[::2]"])
                arguments.append(argument)
            else:
                arguments.append(f"{self.integer(1)} % 20" if kind == "int" else self.real(1))
        return [f"{self.pick(self.ints)}, {self.pick(self.reals)} = {name}({', '.join(arguments)})"]

    def statement(self, depth):
        r = self.rng.random()
        if depth > 0:
            if r < 0.25:
                return self.loop(depth)
            if r < 0.45:
                return self.branch(depth)
            if r < 0.52:
                return self.while_loop(depth)
        if r < 0.62:
            return self.store()
        if r < 0.68:
            return self.swap()
        if r < 0.74:
            return self.call()
        if r < 0.77:
            return [f"if {self.boolean(1)}:", f"    return {self.integer(1)} % 97, {self.real(1)}"]
        return self.assign()

    def function(self, number):
        parameters = [(self.pick(["int", "float"]), self.pick([1, 1, 2])) for _ in range(self.pick([1, 2]))]
        parameters += [("int", 0)] + ([("float", 0)] if self.chance(0.5) else [])
        names = [f"p{i}" for i in range(len(parameters))]
        self.arrays = {n: p for n, p in zip(names, parameters) if p[1]}
        self.ints = [n for n, p in zip(names, parameters) if p == ("int", 0)] + ["x0", "x1"]
        self.reals = [n for n, p in zip(names, parameters) if p == ("float", 0)] + ["y0", "y1"]
        self.loop_names, self.counter = [], 0
        lines = ["@njit"] if self.numba else []
        lines += [f"def f{number}({', '.join(names)}):"]
        body = ["x0 = 1", f"x1 = {self.pick([0, 5, -3])}", "y0 = 0.5", f"y1 = {self.pick(['0.0', '2.25'])}"]
        body += self.statements(3, self.pick([2, 3, 4]))
        body += [f"return {self.integer(1)}, {self.real(1)}"]
        self.functions.append((f"f{number}", parameters))
        return lines + ["    " + line for line in body]

    def argument(self, kind, rank):
        if not rank:
            return str(self.pick([0, 3, 11, -2])) if kind == "int" else self.pick(["0.5", "-1.75", "10.0"])
        dtype = self.pick(INTS if kind == "int" else FLOATS)
        count = self.pick([1, 4, 7, 9]) if rank == 1 else 12
        text = f"np.arange({count}) * {self.pick([3, 5, 7])} % {self.pick([11, 13])}"
        if kind == "float":
            text = f"({text}) / {self.pick([2, 3])}"
        text = f"({text}).astype(np.{dtype})"
        if rank == 2:
            text += self.pick([".reshape(3, 4)", ".reshape(4, 3)", ".reshape(4, 3).T"])
        elif self.chance(0.2):
            text += "[::-1]"
        return text

    def program(self):
        self.out = ["import math", "import numpy as np"]
        if self.numba:
            self.out.append("from numba import njit")
        for number in range(1, self.pick([2, 3, 4])):
            self.out += self.function(number)
        counter = 0
        for name, parameters in self.functions:
            for _ in range(self.pick([1, 2])):
                arguments = []
                for kind, rank in parameters:
                    text = self.argument(kind, rank)
                    if rank:
                        counter += 1
                        self.out.append(f"a{counter} = {text}")
                        text = f"a{counter}"
                    arguments.append(text)
                self.out.append(f"print({name}({', '.join(arguments)}))")
                self.out += [f"for v in {a}.ravel():\n    print(v, end=' ')\nprint({a}.dtype)" for a in arguments if a.startswith("a")]
        return "\n".join(self.out) + "\n"


def generate(seed, numba=False):
    return LoopGenerator(seed, numba).program()
