"""Random programs of the language's subset, as text.

`generate(seed)` gives a program; the same seed gives the same program. The generator runs every
statement while it writes it, so it knows the values, types and shapes of all names, keeps only
statements that NumPy accepts, and now and then ends on one that it refuses.

    a = np.arange(6, dtype=np.int16).reshape(2, 3)
    b = a[::-1, 1:].T
    b[0] += a[1, :2]
    show(b.sum(axis=1, keepdims=True))
"""
import contextlib
import io
import random
import re
import signal
import warnings

import numpy as np

warnings.simplefilter("ignore")
warnings.simplefilter("error", DeprecationWarning)
np.seterr(all="ignore")

DTYPES = ["bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64",
          "float16", "float32", "float64", "complex64", "complex128"]
MAX_SIZE = 600
PYTHON_SCALARS = (bool, int, float, complex)
# Whose results lie in memory otherwise than NumPy's where operands are not in C order.
LAYOUT_DIFFERS = re.compile(r"broadcast_to|concatenate|stack|roll|reduceat|np\.(select|round|append|delete|pad|tri|rot90|diag)")
PRELUDE = """import numpy as np
def show(a):
    print(a, a.dtype, a.shape)
    for v in a.ravel():
        print(v, end=" ")
    print()
"""

ARITHMETIC = ["+", "-", "*", "/", "//", "%"]
BITWISE = ["&", "|", "^"]
COMPARE = ["<", "<=", ">", ">=", "==", "!="]
BINARY_CALLS = ["minimum", "maximum", "fmin", "fmax", "fmod", "copysign", "add", "subtract",
                "multiply", "logical_and", "logical_or", "logical_xor", "floor_divide", "remainder",
                "greater", "not_equal", "heaviside", "true_divide"]
UNARY_CALLS = ["sqrt", "floor", "ceil", "trunc", "rint", "sign", "square", "abs", "negative",
               "isnan", "isfinite", "logical_not", "reciprocal", "fabs", "conj", "positive"]
REDUCTIONS = ["sum", "prod", "min", "max", "any", "all", "mean", "argmin", "argmax"]
ONE_AXIS = {"argmin", "argmax", "cumsum", "cumprod"}


class Reject(Exception):
    """What was drawn is no valid program; draw again."""


class TooSlow(Exception):
    pass


def on_alarm(_signal, _frame):
    raise TooSlow()


@contextlib.contextmanager
def time_limit(seconds):
    signal.signal(signal.SIGALRM, on_alarm)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def kind_of(value):
    """What is static about a value: the key by which names may be rebound inside a block."""
    if isinstance(value, np.ndarray):
        return ("array", value.dtype.name, value.ndim)
    if isinstance(value, tuple):
        return ("tuple",) + tuple(kind_of(item) for item in value)
    return (type(value).__name__,)


def acceptable(value):
    if isinstance(value, np.ndarray):
        return value.size <= MAX_SIZE and value.ndim <= 5 and value.dtype.name in DTYPES
    if isinstance(value, tuple):
        return 0 < len(value) <= 3 and all(acceptable(item) for item in value)
    if isinstance(value, int) and not isinstance(value, bool):
        return abs(value) < 2**62
    return isinstance(value, PYTHON_SCALARS + (np.generic,))


class Generator:
    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.env = {}
        exec(PRELUDE, self.env)
        self.names = []       # names that may be read now
        self.frozen = False   # inside a block: names keep their kinds
        self.counter = 0
        self.functions = []
        self.out = []

    # -- drawing -------------------------------------------------------------------------------

    def chance(self, p):
        return self.rng.random() < p

    def pick(self, items):
        if not items:
            raise Reject
        return self.rng.choice(items)

    def value(self, text):
        try:
            value = eval(text, self.env)
        except TooSlow:
            raise
        except Exception as problem:
            raise Reject from problem
        if not acceptable(value):
            raise Reject
        return value

    def fresh(self, prefix="v"):
        self.counter += 1
        return f"{prefix}{self.counter}"

    def named(self, test):
        return [name for name in self.names if test(self.env[name])]

    def arrays(self, test=lambda a: True):
        return self.named(lambda v: isinstance(v, np.ndarray) and test(v))

    # -- atoms ---------------------------------------------------------------------------------

    def int_literal(self):
        return str(self.pick([0, 1, 2, 3, 5, 7, -1, -2, -3, 10, 100, 127, 128, -128, 255, 256, 1000,
                              32767, 65536, 2147483647, -2147483648, 123456789012]
                             if self.chance(0.25) else [0, 1, 2, 3, 4, 5, 7, -1, -2, -3, 10]))

    def float_literal(self):
        return self.pick(["0.0", "-0.0", "0.5", "1.5", "-2.25", "3.7", "0.1", "1e10", "-1e-5",
                          "100.0", "2.0", "1e300", "np.inf", "np.nan", "-7.0", "0.3"])

    def scalar_literal(self):
        r = self.rng.random()
        if r < 0.45:
            return self.int_literal()
        if r < 0.75:
            return self.float_literal()
        if r < 0.82:
            return self.pick(["True", "False"])
        if r < 0.87:
            return self.pick(["1j", "(2-1j)", "(0.5+2j)"])
        dtype = self.pick(DTYPES[1:])
        literal = self.int_literal() if dtype[0] in "iu" else self.float_literal()
        return f"np.{dtype}({literal})"

    def atom(self):
        if self.names and self.chance(0.75):
            return self.pick(self.names)
        return self.scalar_literal()

    def array_atom(self):
        names = self.arrays()
        if names and self.chance(0.85):
            return self.pick(names)
        return self.creation()

    def shape(self):
        rank = self.pick([1, 1, 1, 2, 2, 2, 3, 3, 4, 0])
        sizes = [1, 2, 3, 4, 5] if self.chance(0.93) else [0, 1, 3, 17, 40]
        return tuple(self.pick(sizes) for _ in range(rank))

    def dtype(self):
        return "np." + self.pick(DTYPES).replace("bool", "bool_")

    def cast_dtype(self, value):
        """Not uint32 for floats out of range: NumPy's result depends on the element's place."""
        dtype = self.dtype()
        tame = value.dtype.kind not in "fc" or bool(np.all((value.real >= 0) & (value.real < 2**32)))
        return dtype if tame or dtype != "np.uint32" else "np.int32"

    def creation(self):
        shape = self.shape()
        count = 1
        for n in shape:
            count *= n
        dtype = self.pick(DTYPES)
        spelled = "np." + dtype.replace("bool", "bool_")
        r = self.rng.random()
        if r < 0.35:
            text = f"np.arange({count})"
            if self.chance(0.6):
                text = f"({text} * {self.pick([3, 7, 5])} % {self.pick([11, 5, 13])})"
            if self.chance(0.4):
                text = f"({text} - {self.pick([3, 5, 2])})"
            if self.chance(0.4):
                text = f"({text} / {self.pick([2, 4, 8, 3, 7])})"
            text += f".astype({spelled})" if self.chance(0.7) else ""
            return f"{text}.reshape({self.shape_text(shape)})"
        if r < 0.5:
            filler = self.pick(["zeros", "ones"])
            return f"np.{filler}({self.shape_text(shape)}, dtype={spelled})"
        if r < 0.6:
            return f"np.full({self.shape_text(shape)}, {self.scalar_literal()})"
        if r < 0.7:
            start, stop, step = self.pick([(0, 8, 2), (5, -4, -1), (1, 9, 3), (0, 1, 0.25), (2.5, 0, -0.5)])
            return f"np.arange({start}, {stop}, {step})"
        if r < 0.75:
            return f"np.linspace({self.pick([0, -1, 2.5])}, {self.pick([1, 10, -3])}, {self.pick([1, 5, 9])})"
        return self.literal_array(shape if len(shape) in (1, 2) and 0 < count <= 12 else (4,), dtype, spelled)

    def literal_array(self, shape, dtype, spelled):
        def item():
            if dtype == "bool":
                return self.pick(["True", "False"])
            if dtype.startswith("uint"):
                return str(self.pick([0, 1, 2, 3, 7, 100, 200, 255]))
            if dtype.startswith("int"):
                return str(self.pick([0, 1, 2, -3, -1, 7, 100, -128, 127]))
            if dtype.startswith("complex"):
                return self.pick(["1+2j", "0.5j", "-1", "3-1j", "0"])
            return self.pick(["0.0", "-0.0", "1.5", "-2.25", "3.7", "0.1", "100.5", "np.inf", "np.nan",
                              "-7.0", "2.0", "65504.0", "1e-7"])
        if len(shape) == 1:
            body = "[" + ", ".join(item() for _ in range(shape[0])) + "]"
        else:
            rows = ["[" + ", ".join(item() for _ in range(shape[1])) + "]" for _ in range(shape[0])]
            body = "[" + ", ".join(rows) + "]"
        return f"np.array({body}, dtype={spelled})"

    def shape_text(self, shape):
        return str(tuple(shape)) if len(shape) != 1 or self.chance(0.5) else str(shape[0])

    # -- expressions ---------------------------------------------------------------------------

    def expression(self, depth):
        """Text of an expression that evaluates."""
        for _ in range(12):
            try:
                text = self.draw(depth)
                self.value(text)
                return text
            except Reject:
                continue
        return self.atom()

    def draw(self, depth):
        if depth <= 0:
            return self.atom() if self.chance(0.6) else self.array_atom()
        r = self.rng.random()
        if r < 0.34:
            return self.binary(depth)
        if r < 0.44:
            return self.unary(depth)
        if r < 0.58:
            return self.reduction(depth)
        if r < 0.74:
            return self.rearranged(depth)
        if r < 0.84:
            return self.subscript(self.array_atom())
        if r < 0.89:
            return self.choice(depth)
        if r < 0.91 and self.functions:
            return self.call()
        if r < 0.945:
            return self.library(depth)
        if r < 0.97:
            return self.python_scalar(depth)
        return self.creation()

    def binary(self, depth):
        left = self.expression(depth - 1)
        right = self.expression(depth - 1)
        r = self.rng.random()
        if r < 0.55:
            op = self.pick(ARITHMETIC)
        elif r < 0.65:
            op = self.pick(BITWISE)
        elif r < 0.8:
            op = self.pick(COMPARE)
        elif r < 0.84:
            return f"({left} ** {self.pick(['2', '0', '1', '3', '0.5', '2.0'])})" if self.exact_power(left) else f"({left} ** 2)"
        elif r < 0.87:
            return f"({left} {self.pick(['<<', '>>'])} {self.pick(['0', '1', '3', '7', '9', '31', '40'])})"
        else:
            return f"np.{self.pick(BINARY_CALLS)}({left}, {right})"
        return f"({left} {op} {right})"

    def exact_power(self, text):
        value = self.value(text)
        return not isinstance(value, tuple) and np.asarray(value).dtype.kind in "iu"

    def unary(self, depth):
        operand = self.expression(depth - 1)
        if self.chance(0.45):
            return f"({self.pick(['-', '~', '+', '-'])}{operand})"
        if self.chance(0.15):
            return f"np.round({operand}, {self.pick([0, 1, 2, -1])})"
        return f"np.{self.pick(UNARY_CALLS)}({operand})"

    def axis_text(self, rank, name):
        forms = ["", ""]
        if rank:
            axis = self.rng.randrange(-rank, rank)
            forms += [f"axis={axis}"] * 4
        if rank >= 2 and name not in ONE_AXIS:
            axes = self.rng.sample(range(rank), self.rng.randint(2, rank))
            forms += [f"axis={tuple(a - rank if self.chance(0.3) else a for a in axes)}"] * 2
        parts = [self.pick(forms)]
        if name not in ("cumsum", "cumprod", "count_nonzero") and self.chance(0.3):
            parts.append("keepdims=True")
        if name in ("sum", "prod", "mean") and self.chance(0.12):
            parts.append(f"dtype={self.dtype()}")
        return [part for part in parts if part]

    def reduction(self, depth):
        operand = self.expression(depth - 1) if self.chance(0.5) else self.array_atom()
        value = self.value(operand)
        if not isinstance(value, np.ndarray):
            raise Reject
        name = self.pick(REDUCTIONS + ["sum", "cumsum", "cumprod", "count_nonzero"])
        arguments = self.axis_text(value.ndim, name)
        if name == "count_nonzero" or self.chance(0.35):
            return f"np.{name}({', '.join([operand] + arguments)})"
        return f"{operand}.{name}({', '.join(arguments)})"

    def rearranged(self, depth):
        operand = self.expression(depth - 1) if self.chance(0.4) else self.array_atom()
        value = self.value(operand)
        if not isinstance(value, np.ndarray):
            raise Reject
        rank = value.ndim
        axis = self.rng.randrange(-rank, rank) if rank else 0
        forms = [f"{operand}.T", f"{operand}.astype({self.cast_dtype(value)})", f"{operand}.ravel()",
                 f"{operand}.reshape(-1)", f"{operand}.copy()", f"{operand}.flatten()",
                 f"{operand}.astype({self.cast_dtype(value)})", f"np.expand_dims({operand}, {self.pick([0, -1])})"]
        if rank:
            forms += [f"{operand}[::-1]", f"np.flip({operand}, {axis})", f"np.roll({operand}, {self.pick([1, -2, 3])}, {axis})",
                      f"np.repeat({operand}, {self.pick([1, 2, 3])}, axis={axis})",
                      f"np.diff({operand}, axis={axis})", f"np.sort({operand}, axis={axis})",
                      f"np.concatenate(({operand}, {operand}), axis={axis})",
                      f"np.stack(({operand}, {operand}), axis={axis})",
                      f"np.take({operand}, {self.index_array(value.shape[axis])}, axis={axis})"]
        if rank >= 2:
            order = tuple(self.rng.sample(range(rank), rank))
            other = self.rng.randrange(rank)
            forms += [f"{operand}.transpose{order}", f"{operand}.swapaxes({axis}, {other})",
                      f"np.transpose({operand}, {order})", f"np.moveaxis({operand}, {axis}, {other})",
                      f"{operand}.reshape({value.shape[0]}, -1)" if value.size else operand,
                      f"{operand}.reshape(-1, {value.shape[-1]})" if value.size else operand]
        if 1 in value.shape:
            forms += [f"{operand}.squeeze(axis={value.shape.index(1)})"] * 2
        if rank and rank <= 2:
            forms += [f"np.broadcast_to({operand}, {(2,) + value.shape})", f"np.tile({operand}, 2)"]
        return self.pick(forms)

    def library(self, depth):
        """What comes from stdlib/ or from the runtime, where NumPy's result is exact."""
        x = self.expression(depth - 1) if self.chance(0.3) else self.array_atom()
        y = self.array_atom()
        value = self.value(x)
        if not isinstance(value, np.ndarray) or not value.ndim:
            raise Reject
        axis = self.rng.randrange(-value.ndim, value.ndim)
        low, high = sorted([self.pick([-2, 0, 1]), self.pick([1, 3, 7])])
        forms = [f"np.unique({x})", f"np.argsort({x}, axis={axis}, kind='stable')", f"np.clip({x}, {low}, {high})",
                 f"np.add.reduce({x}, axis={axis})", f"np.maximum.accumulate({x}, axis={axis})",
                 f"np.minimum.reduce({x}, axis={axis})", f"np.ptp({x}, axis={axis})", f"np.median({x}, axis={axis})",
                 f"np.sum({x}, axis={axis}, where={x} > 1)", f"np.max({x}, axis={axis}, initial={high}, where={x} > 0)",
                 f"np.subtract.outer({x}, {y})", f"np.nonzero({x})[0]", f"np.isin({x}, {y})", f"np.flatnonzero({x})",
                 f"np.array_equal({x}, {y})", f"np.broadcast_to({x}, (2,) + {x}.shape) * 2", f"np.append({x}, {y})",
                 f"np.delete({x}, 0, axis={axis})", f"np.pad({x}, 1)", f"np.nansum({x}, axis={axis})",
                 f"np.trace({x})", f"np.tril({x})", f"np.diag({x})", f"np.rot90({x})", f"np.nan_to_num({x})",
                 f"np.count_nonzero({x} > {low}, axis={axis})", f"np.fliplr({x})", f"np.atleast_2d({x})",
                 f"np.searchsorted(np.sort({x}.ravel()), {low})", f"np.add.reduceat({x}, [0], axis={axis})",
                 f"np.select([{x} > 2, {x} > 0], [{x}, {x} * 2], {low})", f"np.digitize({x}, np.array([0, 2, 5]))"]
        if value.dtype.kind in "iu" and value.ndim <= 2:
            forms += [f"({x} @ {x}.T)", f"np.dot({x}, {x}.T)", f"np.outer({x}, {x})", f"np.gcd({x}, 6)",
                      f"np.bincount({x}.ravel() % 5)", f"np.var({x} % 4, axis={axis})"]
        return self.pick(forms)

    def choice(self, depth):
        condition = self.expression(depth - 1)
        left, right = self.expression(depth - 1), self.expression(depth - 1)
        if isinstance(self.value(condition), np.ndarray) or self.chance(0.5):
            return f"np.where({condition}, {left}, {right})"
        if kind_of(self.value(left)) != kind_of(self.value(right)):
            raise Reject
        return f"({left} if {condition} else {right})"

    def python_scalar(self, depth):
        operand = self.expression(depth - 1)
        value = self.value(operand)
        if isinstance(value, np.ndarray):
            return self.pick([f"{operand}.size", f"len({operand})", f"{operand}.ndim", f"{operand}.shape",
                              f"{operand}.shape[0]"])
        if isinstance(value, tuple):
            return f"{operand}[{self.rng.randrange(len(value))}]"
        other = self.atom()
        forms = [f"abs({operand})", f"float({operand})", f"int({operand})", f"bool({operand})",
                 f"({operand}, {other})", f"(not {operand})", f"complex({operand})"]
        if np.iscomplexobj(value):
            forms = forms[:1] + forms[3:]
        if not isinstance(self.value(other), (np.ndarray, tuple)):
            if kind_of(self.value(other)) == kind_of(value):
                forms += [f"min({operand}, {other})", f"max({operand}, {other})",
                          f"({operand} and {other})", f"({operand} or {other})"]
            forms += [f"divmod({operand}, {other})"]
        return self.pick(forms)

    def call(self):
        name, arguments = self.pick(self.functions)
        chosen = []
        for kind in arguments:
            same = self.named(lambda v: kind_of(v) == kind)
            other = self.names if self.chance(0.15) else same
            chosen.append(self.pick(other or self.names))
        return f"{name}({', '.join(chosen)})"

    # -- indexes -------------------------------------------------------------------------------

    def index_array(self, extent):
        if extent < 1:
            raise Reject
        count = self.pick([1, 2, 3, 4])
        items = ", ".join(str(self.rng.randrange(-extent, extent)) for _ in range(count))
        suffix = f", dtype=np.{self.pick(['int8', 'int32', 'int64'])}" if self.chance(0.3) else ""
        return f"np.array([{items}]{suffix})"

    def slice_text(self, extent):
        def bound():
            return "" if self.chance(0.4) else str(self.rng.randint(-extent - 1, extent + 1))
        step = self.pick(["", "", "", ":2", ":-1", ":-1", ":-2", ":3", ":1"])
        return f"{bound()}:{bound()}{step}"

    def index_parts(self, shape, fancy):
        parts = []
        for extent in shape:
            r = self.rng.random()
            if r < 0.3 and extent:
                parts.append(str(self.rng.randrange(-extent, extent)))
            elif r < 0.3 + fancy and extent:
                parts.append(self.index_array(extent))
            elif r < 0.55:
                parts.append(":")
            else:
                parts.append(self.slice_text(extent))
        if parts and self.chance(0.1):
            where = self.rng.randrange(len(parts))
            parts[where] = "..."
            del parts[where + 1:where + self.rng.randint(1, 2)]
        elif len(parts) > 1 and self.chance(0.3):
            del parts[self.rng.randint(1, len(parts) - 1):]
        if self.chance(0.08):
            parts.insert(self.rng.randint(0, len(parts)), self.pick(["None", "np.newaxis"]))
        return parts

    def subscript(self, operand):
        value = self.value(operand)
        if not isinstance(value, np.ndarray) or not value.ndim:
            raise Reject
        r = self.rng.random()
        if r < 0.14:
            return f"{operand}[{self.mask(operand, value)}]"
        ints = self.arrays(lambda a: a.dtype.kind in "iu" and 0 < a.ndim <= 2)
        if r < 0.22 and ints and value.shape[0]:
            return f"{operand}[{self.pick(ints)} % {value.shape[0]}]"
        return f"{operand}[{', '.join(self.index_parts(value.shape, 0.12))}]"

    def mask(self, operand, value):
        masks = self.arrays(lambda a: a.dtype == bool and a.ndim and a.shape == value.shape[:a.ndim])
        if masks and self.chance(0.4):
            return self.pick(masks)
        if self.chance(0.3):
            return f"{operand}[:, 0] > 1" if value.ndim == 2 else f"({operand} != 0) & ({operand} == {operand})"
        return f"{operand} {self.pick(COMPARE)} {self.pick(['0', '2', '1', '3'])}"

    # -- statements ----------------------------------------------------------------------------

    def run(self, text):
        """Executes a statement; generate() drops what it prints."""
        exec(text, self.env)

    def try_lines(self, lines):
        try:
            self.run("\n".join(lines))
        except TooSlow:
            raise
        except Exception as problem:
            raise Reject from problem
        return lines

    def statement(self, depth=2):
        """Lines of a statement that ran; adds the names that it binds."""
        for _ in range(10):
            try:
                return self.draw_statement(depth)
            except Reject:
                continue
        return []

    def draw_statement(self, depth):
        r = self.rng.random()
        if r < 0.36 or not self.names:
            return self.assignment()
        if r < 0.54:
            return self.store()
        if r < 0.62:
            return self.in_place()
        if r < 0.74:
            return self.print_statement()
        if r < 0.9 and depth > 0:
            return self.block(depth)
        if r < 0.95 and depth > 1:
            return self.function()
        return self.accumulate()

    def bind(self, name, value):
        if name not in self.names:
            self.names.append(name)
        self.env[name] = value

    def assignment(self):
        text = self.creation() if not self.arrays() else self.expression(self.pick([1, 2, 2, 3]))
        value = self.value(text)
        same = self.named(lambda v: kind_of(v) == kind_of(value))
        if same and self.chance(0.3):
            name = self.pick(same)
        elif not self.frozen and self.names and self.chance(0.1):
            name = self.pick(self.names)
        else:
            name = self.fresh()
        lines = self.try_lines([f"{name} = {text}"])
        self.bind(name, self.env[name])
        return lines

    def same_shape_view(self, base, value, shape):
        """A basic index of value whose result has this shape (of the same rank)."""
        parts = []
        for extent, wanted in zip(value.shape, shape):
            if wanted > extent or extent == 0:
                raise Reject
            step = self.pick([1, 1, 1, 2, -1, -1, -2])
            reach = (wanted - 1) * abs(step) if wanted else 0
            if reach >= extent:
                step, reach = (1 if step > 0 else -1), max(wanted - 1, 0)
            low = self.rng.randint(0, extent - 1 - reach)
            first, last = (low, low + reach) if step > 0 else (low + reach, low)
            stop = last + (1 if step > 0 else -1)
            parts.append(f"{first}:{'' if stop < 0 else stop}{'' if step == 1 else ':' + str(step)}")
        return f"{base}[{', '.join(parts)}]"

    def target(self):
        base = self.pick(self.arrays(lambda a: a.ndim and a.flags.writeable))
        value = self.env[base]
        r = self.rng.random()
        if r < 0.12:
            return base, f"{base}[{self.mask(base, value)}]", True
        if r < 0.2:
            ints = self.arrays(lambda a: a.dtype.kind in "iu" and a.ndim == 1)
            if ints and value.shape[0]:
                return base, f"{base}[{self.pick(ints)} % {value.shape[0]}]", False
        return base, f"{base}[{', '.join(self.index_parts(value.shape, 0.1))}]", False

    def right_side(self, base, target, masked=False):
        shape = np.shape(self.value(target))
        value = self.env[base]
        r = self.rng.random()
        if masked:  # NumPy does not copy what overlaps a masked assignment
            return self.scalar_literal()
        if r < 0.35 and len(shape) == value.ndim:
            text = self.same_shape_view(base, value, shape)
            if self.chance(0.4):
                text = f"{text} {self.pick(ARITHMETIC[:3])} {self.same_shape_view(base, value, shape)}"
            return text
        if r < 0.55:
            others = self.arrays(lambda a: a.ndim == len(shape))
            other = self.pick(others)
            return self.same_shape_view(other, self.env[other], shape)
        if r < 0.8:
            return self.scalar_literal()
        return self.expression(2)

    def store(self):
        base, target, masked = self.target()
        right = self.right_side(base, target, masked)
        op = self.pick(["=", "=", "=", "+=", "-=", "*=", "+=", "//=", "/=", "%=", "|=", "^="])
        return self.try_lines([f"{target} {op} {right}"])

    def in_place(self):
        base = self.pick(self.arrays(lambda a: a.flags.writeable))
        right = self.right_side(base, base)
        op = self.pick(["+=", "-=", "*=", "+=", "/=", "//=", "&=", "**="])
        if op == "**=":
            right = "2"
        if self.chance(0.15):
            call = self.pick(["add", "subtract", "multiply", "maximum", "minimum"])
            return self.try_lines([f"np.{call}({base}, {right}, out={base})"])
        return self.try_lines([f"{base} {op} {right}"])

    def accumulate(self):
        name = self.pick(self.named(lambda v: not isinstance(v, (np.ndarray, tuple))))
        text = f"{name} {self.pick(['+', '-', '*', '//', '%'])}= {self.expression(1)}"
        before = kind_of(self.env[name])
        saved = self.env[name]
        lines = self.try_lines([text])
        if kind_of(self.env[name]) != before or not acceptable(self.env[name]):
            self.env[name] = saved
            raise Reject
        return lines

    def print_statement(self):
        if self.chance(0.5):
            name = self.pick(self.arrays())
            return self.try_lines([f"show({name})"])
        texts = [self.expression(2) for _ in range(self.pick([1, 1, 2, 3]))]
        return self.try_lines([f"print({', '.join(texts)})"])

    # -- blocks --------------------------------------------------------------------------------

    def body(self, depth, count):
        """Statements of a block: names keep their kinds, and names bound inside stay inside."""
        names, frozen = list(self.names), self.frozen
        self.frozen = True
        kinds = {name: kind_of(self.env[name]) for name in names}
        lines = []
        for _ in range(count):
            lines += self.statement(depth)
        self.names, self.frozen = names, frozen
        if any(kind_of(self.env[name]) != kind for name, kind in kinds.items()):
            raise Reject
        return ["    " + line for line in lines] or ["    pass"]

    def block(self, depth):
        r = self.rng.random()
        if r < 0.35:
            return self.branch(depth)
        saved = {name: self.env[name] for name in self.names}
        index = self.fresh("i")
        arrays = self.arrays(lambda a: a.ndim and 0 < a.shape[0] <= 6)
        if r < 0.75:
            count = self.pick(["0", "1", "2", "3", "4"] + [f"{name}.shape[0]" for name in arrays])
            head = f"for {index} in range({count}):"
            first = 0
        elif r < 0.85 and arrays:
            over = self.pick(arrays)
            head = f"for {index} in {over}:"
            first = self.env[over][0]
        else:
            return self.while_loop(depth, index)
        self.bind(index, first)
        body = self.body(depth - 1, self.pick([1, 2, 3]))
        self.names.remove(index)
        return self.settled([head] + body, saved)

    def while_loop(self, depth, index):
        saved = {name: self.env[name] for name in self.names}
        self.bind(index, 0)
        self.names.remove(index)
        body = self.body(depth - 1, self.pick([1, 2]))
        lines = [f"{index} = 0", f"while {index} < {self.pick([1, 3, 5])}:"] + body
        if self.chance(0.3):
            lines += [f"    if {index} == 2:", "        break"]
        lines += [f"    {index} += 1"]
        return self.settled(lines, saved)

    def branch(self, depth):
        saved = {name: self.env[name] for name in self.names}
        conditions = self.named(lambda v: not isinstance(v, (np.ndarray, tuple)))
        condition = self.pick(conditions + ["True"])
        if condition != "True":
            condition = self.pick([condition, f"{condition} > 1", f"not {condition}", f"{condition} == 0"])
            self.value(condition)
        lines = [f"if {condition}:"] + self.body(depth - 1, self.pick([1, 2]))
        if self.chance(0.5):
            lines += ["else:"] + self.body(depth - 1, self.pick([1, 2]))
        return self.settled(lines, saved)

    def settled(self, lines, saved):
        """Runs a whole block from here; names must keep their kinds."""
        self.try_lines(lines)
        for name, before in saved.items():
            if kind_of(self.env[name]) != kind_of(before) or not acceptable(self.env[name]):
                self.env[name] = before
                raise Reject
        return lines

    def function(self):
        arguments = [self.pick(self.names) for _ in range(self.pick([1, 2, 2, 3]))]
        parameters = [f"p{i}" for i in range(len(arguments))]
        outer, names, frozen, functions = self.env, self.names, self.frozen, self.functions
        if any(isinstance(self.env[a], np.generic) for a in arguments) and self.chance(0.7):
            raise Reject
        self.env = dict(outer)
        for parameter, argument in zip(parameters, arguments):
            self.env[parameter] = outer[argument]
        self.names, self.frozen = list(parameters), False
        try:
            body = []
            for _ in range(self.pick([1, 2, 3, 4])):
                body += self.statement(1)
            result = self.expression(2)
            if self.chance(0.15):
                result = f"{result}, {self.expression(1)}"
        finally:
            self.env, self.names, self.frozen = outer, names, frozen
        name = self.fresh("f")
        lines = [f"def {name}({', '.join(parameters)}):"] + ["    " + line for line in body]
        lines += [f"    return {result}"]
        target = self.fresh()
        lines = self.try_lines(lines + [f"{target} = {name}({', '.join(arguments)})"])
        if not acceptable(self.env[target]):
            raise Reject
        self.functions.append((name, [kind_of(outer[a]) for a in arguments]))
        self.bind(target, self.env[target])
        return lines

    # -- whole programs ------------------------------------------------------------------------

    def failing(self):
        """A statement that CPython refuses, to end on."""
        for _ in range(30):
            try:
                text = self.pick([self.wild_index, self.wild_operation])()
            except Reject:
                continue
            try:
                with time_limit(2):
                    self.run(text)
            except TooSlow:
                return []
            except (IndexError, ValueError, ZeroDivisionError, TypeError, OverflowError):
                return [text]
            except Exception:
                continue
        return []

    def wild_index(self):
        name = self.pick(self.arrays(lambda a: a.ndim > 0))
        value = self.env[name]
        axis = self.rng.randrange(value.ndim)
        parts = [":"] * axis + [str(value.shape[axis] + self.pick([0, 1, 50]))]
        text = f"{name}[{', '.join(parts)}]"
        return self.pick([f"print({text})", f"{text} = 1", f"print({name}[np.array([0, {value.shape[axis]}])])"])

    def wild_operation(self):
        left, right = self.pick(self.names), self.pick(self.names)
        base = self.pick(self.arrays(lambda a: a.ndim > 0))
        return self.pick([f"print({left} + {right})", f"{base}[:] = {right}", f"{base} += {right}",
                          f"print({left} // 0)", f"print({base}.reshape(7, 11))", f"print(int({left}))",
                          f"print({base}[1:].max())", f"print({base}.sum(axis={self.pick([0, 3])}))"])

    def program(self, size):
        for _ in range(self.pick([2, 3])):
            name = self.fresh()
            text = self.creation()
            self.bind(name, self.value(text))
            self.out += self.try_lines([f"{name} = {text}"])
        for _ in range(size):
            self.out += self.statement()
        ordered = not any(LAYOUT_DIFFERS.search(line) for line in self.out)
        for name in self.names:
            value = self.env[name]
            if isinstance(value, np.ndarray):
                self.out.append(f"show({name})")
                if ordered and value.ndim and min(value.shape) > 1:
                    self.out.append(f"print({name}.strides, {name}.flags.c_contiguous)")
            else:
                self.out.append(f"print({self.pick([name, f'repr({name})']) if not isinstance(value, tuple) else name})")
        if self.chance(0.08):
            self.out += self.failing()
        return PRELUDE + "\n".join(self.out) + "\n"


def generate(seed):
    """The program of a seed; None where drawing it went astray."""
    generator = Generator(seed)
    try:
        with time_limit(10), contextlib.redirect_stdout(io.StringIO()):
            return generator.program(generator.pick([3, 5, 8, 12]))
    except (Reject, TooSlow):
        return None
