"""Random programs about memory: outputs, masks and ufunc methods over views of every layout, updates
in place through views, functions whose parameters overlap, and array code that fails inside `try`.

`generate(seed)` gives a program, as in fuzz_generate.py, whose statements and expressions it uses too.

    w1 = v1.T[::-1]
    np.multiply(v2, w1, out=w1, where=v2 > 1)
    def g2(p, q):
        p[1:] += q[:-1]
        return p.sum()
    print(g2(v1[0], v1[::-1, 0]))
    try:
        v1[5] = 1
    except IndexError as e:
        print(type(e).__name__)
"""
import contextlib
import io

import numpy as np

import fuzz_generate
from fuzz_generate import PRELUDE, Reject, TooSlow, time_limit

BINARY = ["add", "subtract", "multiply", "maximum", "minimum", "true_divide", "floor_divide", "remainder",
          "fmax", "fmin", "fmod", "copysign", "greater", "less_equal", "equal", "logical_and", "bitwise_and",
          "bitwise_xor", "left_shift", "power"]
UNARY = ["negative", "absolute", "square", "sign", "floor", "ceil", "rint", "sqrt", "reciprocal", "isnan",
         "logical_not", "invert", "conjugate", "positive"]
FOLDING = ["add", "multiply", "maximum", "minimum", "logical_or", "logical_and", "bitwise_or", "bitwise_xor",
           "subtract", "fmax"]
HANDLED = ["ValueError", "IndexError", "TypeError", "ZeroDivisionError", "Exception", "(IndexError, ValueError)"]


class ViewGenerator(fuzz_generate.Generator):
    """Statements about memory beside those of all arrays."""

    def shape(self):
        rank = self.pick([1, 1, 2, 2, 2, 3, 3, 4, 5, 0])
        sizes = [1, 2, 3, 4, 5] if self.chance(0.9) else [0, 1, 2, 9, 17, 33]
        shape = tuple(self.pick(sizes if rank < 4 else [1, 2, 3]) for _ in range(rank))
        return shape if np.prod(shape) <= fuzz_generate.MAX_SIZE else shape[:1]

    def draw_statement(self, depth):
        r = self.rng.random()
        forms = [(0.16, self.view), (0.34, self.output), (0.46, self.method), (0.62, self.through_view)]
        if self.names:
            for limit, form in forms:
                if r < limit:
                    return form()
            if r < 0.7 and depth > 1:
                return self.overlapping()
            if r < 0.78 and depth > 0:
                return self.attempt(depth)
        return super().draw_statement(depth)

    # -- views ---------------------------------------------------------------------------------

    def view_text(self, name):
        """A view of a name: transposed, reversed, strided, with axes added or fixed."""
        value = self.env[name]
        rank = value.ndim
        forms = [f"{name}.T", f"{name}[...]"]
        if rank:
            parts = [self.pick([":", "::-1", "::2", "::-2", "1:", ":-1", "::-1", ":"]) for _ in range(rank)]
            forms += [f"{name}[{', '.join(parts)}]"] * 4 + [f"{name}[None]", f"{name}[..., None]"]
            forms += [f"{name}[{self.rng.randrange(-value.shape[0], value.shape[0])}]"] if value.shape[0] else []
        if rank >= 2:
            order = tuple(self.rng.sample(range(rank), rank))
            forms += [f"{name}.transpose{order}"] * 2 + [f"{name}.T[::-1]", f"{name}.swapaxes(0, -1)[..., ::-1]"]
            forms += [f"{name}.diagonal()"] if rank == 2 else []
        if value.dtype.kind == "c":
            forms += [f"{name}.real", f"{name}.imag"] * 2
        if value.flags.c_contiguous and value.size and rank != 1:
            forms += [f"{name}.reshape(-1)", f"{name}.ravel()"]
        return self.pick(forms)

    def base(self, test=lambda a: True):
        return self.pick(self.arrays(lambda a: a.flags.writeable and test(a)))

    def view(self):
        text = self.view_text(self.pick(self.arrays()))
        self.value(text)
        name = self.fresh("w")
        if self.frozen:
            raise Reject
        lines = self.try_lines([f"{name} = {text}"])
        if not isinstance(self.env[name], np.ndarray):
            raise Reject
        self.bind(name, self.env[name])
        return lines

    def target_view(self):
        name = self.base()
        text = self.view_text(name) if self.chance(0.7) else name
        value = self.value(text)
        if not isinstance(value, np.ndarray) or not value.flags.writeable:
            raise Reject
        return text, value

    def fitting(self, shape):
        """Something that broadcasts to the shape: another view, an expression, or a number."""
        for _ in range(6):
            text = self.pick([self.scalar_literal, lambda: self.view_text(self.pick(self.arrays())),
                              lambda: self.pick(self.arrays()), lambda: self.expression(1)])()
            try:
                value = self.value(text)
                if not isinstance(value, tuple) and np.broadcast_shapes(np.shape(value), shape) == tuple(shape):
                    return text
            except (Reject, ValueError):
                continue
        return self.scalar_literal()

    # -- statements ----------------------------------------------------------------------------

    def output(self):
        """A ufunc into a view, some places only."""
        target, value = self.target_view()
        unary = self.chance(0.3)
        name = self.pick(UNARY if unary else BINARY)
        operands = [self.fitting(value.shape) for _ in range(1 if unary else 2)]
        if self.chance(0.4):
            operands[-1] = target
        if name in ("power", "left_shift"):
            operands[-1] = self.pick(["2", "1", "3"])
        arguments = operands + [self.pick([target, f"out={target}", f"out=({target},)"])]
        # Where it converts to an output of another dtype, NumPy converts what it leaves alone, too.
        plain = f"np.{name}({', '.join(operands)})"
        if self.chance(0.4) and np.asarray(self.value(plain)).dtype == value.dtype:
            arguments.append(f"where={self.condition(value.shape)}")
        if self.chance(0.1):
            arguments.append("casting='unsafe'")
            if self.uint32_of_floats(value, operands):
                raise Reject
        positional = [a for a in arguments if "=" not in a.split("(")[0].split("[")[0]]
        return self.try_lines([f"np.{name}({', '.join(positional + arguments[len(positional):])})"])

    def uint32_of_floats(self, value, operands):
        return value.dtype.kind in "iu" and any(np.asarray(self.value(o)).dtype.kind in "fc" for o in operands)

    def condition(self, shape):
        text = self.fitting(shape)
        value = self.value(text)
        if np.ndim(value) == 0:
            return self.pick(["True", "False"]) if self.chance(0.3) else self.mask_like(shape)
        return text if value.dtype == bool else f"({text} {self.pick(['>', '!=', '<='])} {self.pick(['0', '1', '2'])})"

    def mask_like(self, shape):
        count = int(np.prod(shape))
        return f"(np.arange({count}).reshape({tuple(shape)}) % {self.pick([2, 3, 5])} == {self.pick([0, 1])})"

    def method(self):
        """reduce, accumulate, outer, reduceat or at, on a view."""
        name = self.pick(self.arrays())
        text = self.view_text(name) if self.chance(0.7) else name
        value = self.value(text)
        if not isinstance(value, np.ndarray) or not value.ndim:
            raise Reject
        ufunc = self.pick(FOLDING)
        axis = self.rng.randrange(-value.ndim, value.ndim)
        r = self.rng.random()
        if r < 0.35:
            call = f"np.{ufunc}.reduce({text}, {self.reduce_arguments(value, axis)})"
        elif r < 0.55:
            call = f"np.{ufunc}.accumulate({text}, axis={axis})"
        elif r < 0.7:
            call = f"np.{ufunc}.outer({text}, {self.pick(self.arrays())})"
        elif r < 0.82 and value.shape[axis]:
            starts = [self.rng.randrange(value.shape[axis]) for _ in range(self.pick([1, 2, 3]))]
            call = f"np.{ufunc}.reduceat({text}, {starts}, axis={axis})"
        else:
            return self.at(ufunc)
        result = self.value(call)
        if self.chance(0.5):
            return self.try_lines([f"print({call})"])
        name = self.fresh()
        if self.frozen or not isinstance(result, np.ndarray):
            raise Reject
        lines = self.try_lines([f"{name} = {call}"])
        self.bind(name, self.env[name])
        return lines

    def reduce_arguments(self, value, axis):
        parts = [f"axis={axis}" if self.chance(0.8) else "axis=None"]
        if value.ndim > 1 and self.chance(0.2):
            parts = [f"axis={tuple(self.rng.sample(range(value.ndim), 2))}"]
        if self.chance(0.3):
            parts.append("keepdims=True")
        if self.chance(0.3):
            parts.append(f"initial={self.pick(['0', '1', '3', '-2'])}")
            if self.chance(0.6):
                parts.append(f"where={self.mask_like(value.shape)}")
        return ", ".join(parts)

    def at(self, ufunc):
        target, value = self.target_view()
        if not value.ndim or not value.shape[0]:
            raise Reject
        index = [self.rng.randrange(-value.shape[0], value.shape[0]) for _ in range(self.pick([1, 2, 4]))]
        return self.try_lines([f"np.{ufunc}.at({target}, {index}, {self.scalar_literal()})"])

    def through_view(self):
        """An update in place through a view that has no name, from what may overlap it."""
        target, value = self.target_view()
        op = self.pick(["=", "+=", "-=", "*=", "+=", "//=", "%=", "/=", "|=", "&=", "**="])
        right = "2" if op == "**=" else self.fitting(value.shape)
        if self.chance(0.3) and op != "**=":
            right = f"{right} {self.pick(['+', '-', '*'])} {self.fitting(value.shape)}"
        left = target if target.endswith("]") else f"{target}[...]"
        if left.endswith("].T[...]") or not value.ndim:
            raise Reject
        return self.try_lines([f"{left} {op} {right}"])

    def overlapping(self):
        """A function that writes one parameter while it reads another, called with views of one array."""
        base = self.base(lambda a: a.ndim and a.size > 1)
        first, second = self.view_text(base), self.view_text(base)
        a, b = self.value(first), self.value(second)
        if not isinstance(a, np.ndarray) or not isinstance(b, np.ndarray) or not a.ndim or a.ndim != b.ndim:
            raise Reject
        cut = self.pick(["1:", ":-1", "::2", "::-1", ":"])
        other = {"1:": ":-1", ":-1": "1:"}.get(cut, cut)
        other = self.pick([other, other, ":"]) if a.shape[0] == b.shape[0] and cut in (":", "::-1") else other
        name = self.fresh("g")
        right = f"q[{other}]"
        if self.chance(0.5):
            right = self.pick([f"{right} * 2", f"{right} + p[{cut}]", f"np.maximum({right}, 1)", f"{right} - q[{cut}]"])
        body = [f"p[{cut}] {self.pick(['=', '+=', '-=', '='])} {right}"]
        if self.chance(0.3):
            body = [f"for k in range({self.pick([2, 3])}):", "    " + body[0]]
        elif self.chance(0.3):
            body = ["for k in range(p.shape[0] - 1):", f"    p[k + {self.pick([0, 1])}] = q[k] {self.pick(['+', '-'])} p[k]"]
        body.append(self.pick(["return p.sum()", "return q.copy()", "return p * 1", "return (p != q).sum()"]))
        return self.try_lines([f"def {name}(p, q):"] + ["    " + line for line in body] +
                              [f"show(np.asarray({name}({first}, {second})))"])

    def attempt(self, depth):
        """Statements of which one may fail, inside `try`; what names hold afterwards is shown at the end."""
        if self.frozen:
            raise Reject
        names, kinds = list(self.names), {n: fuzz_generate.kind_of(self.env[n]) for n in self.names}
        self.frozen = True
        lines = self.statement(depth - 1)
        failing = self.failing_text()
        lines += [failing] if failing else []
        lines += self.statement(0) if not failing else [f"{self.pick(self.arrays())}[...] = 1"]
        self.names, self.frozen = names, False
        text = ["try:"] + ["    " + line for line in lines]
        text += [f"except {self.pick(HANDLED)} as e:", "    print(type(e).__name__)"]
        if self.chance(0.3):
            text += ["else:", "    print('no failure')"]
        if self.chance(0.3):
            text += ["finally:", "    print('finally')"]
        self.try_lines(text)
        if any(fuzz_generate.kind_of(self.env[n]) != kind for n, kind in kinds.items()):
            raise Reject
        return text

    def failing_text(self):
        """A statement that fails when it runs: a place or a shape that only the run knows."""
        if self.chance(0.3):
            return None
        name = self.pick(self.arrays(lambda a: a.ndim and a.flags.writeable))
        n = self.env[name].shape[0]
        return self.pick([f"{name}[len({name}) + {self.pick([0, 1, 7])}] = 1", f"print({name}[np.array([0, len({name})])])",
                          f"{name}[np.arange(len({name}) + 1)] = 1", f"{name}[:] = np.zeros({name}.shape[0] + {self.pick([1, 3])})[:{n + 1}]",
                          f"print(1 // (len({name}) - {n}))", f"print({name}.reshape(len({name}) + 1, -1)[len({name}) + 9])",
                          f"print({name}[:0].max())", f"raise ValueError('made')"])



def generate(seed):
    """The program of a seed; None where drawing it went astray."""
    generator = ViewGenerator(seed)
    try:
        with time_limit(10), contextlib.redirect_stdout(io.StringIO()):
            return generator.program(generator.pick([4, 6, 10]))
    except (Reject, TooSlow):
        return None
