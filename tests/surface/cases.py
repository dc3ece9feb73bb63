"""From the table's rows to cases: a case is a few lines of source whose last expression is compared.

A row names builtins and gives templates over operands:

    row("numpy.sum", "np.{f}({a}, axis={axes})", dtypes="iufc", ranks=(1, 2, 3))

| in a template | stands for |
|---|---|
| `{f}` | the last part of the builtin's name |
| `{a}`, `{b}`, ... | an operand; the first has the case's dtype, rank, layout and values |
| `{b:words}` | an operand with other facts: `like` (the first one's shape), `3x4` or `2d`, dtype letters or names (`int64`, `?`, `f`), values (`positive`, `index`, ...), `mixed` (any dtype of the row), `C` or another layout |
| `{s}` | a number like an element of the first operand: Python's, or NumPy's |
| `{axis}` `{ax}` `{axes}` | an axis of the first operand or None; an axis; both or a tuple |
| `{badaxis}` | an axis that it does not have |
| `{n}` `{shape}` | the first operand's size; its shape |
| `{dtype:letters}` | a dtype |
| `{x\\|y}` | x or y |
| `{(}`, `{)}` | braces |

Statements end in `;`; the last piece is the expression.
"""
import random
import re

import operands

PLACE = re.compile(r"\{([^{}]*)\}")
OPERAND = re.compile(r"([a-e])(?::(.*))?$")
VALUES = ("plain", "special", "ties", "positive", "unit", "index", "small")


class Row:
    """Templates of some builtins; see `row`."""

    def __init__(self, names, templates, dtypes, ranks, layouts, values, ulp, tol, strides, top, refuse, known):
        self.names = names
        self.templates = templates
        self.dtypes = operands.dtypes_of(dtypes)
        self.ranks = ranks
        self.layouts = layouts
        self.values = values
        self.ulp, self.tol = ulp, tol
        self.strides = strides
        self.top = top
        self.refuse = refuse or {}
        self.known = known or {}


class Case:
    def __init__(self, row, name, prelude, lines, expression):
        self.row = row
        self.name = name
        self.prelude = prelude  # {operand: lines that bind it}
        self.lines = lines
        self.expression = expression

    def text(self):
        return "; ".join(self.lines + [self.expression])


class Table:
    def __init__(self):
        self.rows = []
        self.covered = {}  # name: file of tests/lang
        self.known = {}    # as a row's, for all rows
        self.refusals = {}  # name: why

    def row(self, names, *templates, dtypes="?iufc", ranks=(0, 1, 2, 3), layouts=None,
            values=("plain", "special", "ties"), ulp=0, tol=0, strides=True, top=False, refuse=None, known=None):
        """ulp: how far an element may be off; tol: how many eps of the array's largest element.
        strides=False: not compared. top: only at top level (boxed results).
        refuse: {pattern of the case's text: why hpc refuses it}. known: {pattern of the case's text and
        what is wrong: the reason}, where hpc departs from NumPy and that stays for now."""
        self.rows.append(Row(names.split(), templates, dtypes, ranks, layouts or operands.LAYOUTS, values,
                             ulp, tol, strides, top, refuse, known))

    def everywhere(self, pattern, reason):
        """Where hpc departs from NumPy in all rows; the pattern is matched as in `known`."""
        self.known[pattern] = reason

    def refused(self, name, reason):
        """A builtin that is there to say that hpc does not have it."""
        self.refusals[name] = reason

    def lang(self, names, file):
        """What the language tests cover: the file must mention the names."""
        for name in names.split():
            self.covered[name] = file


class Drawing:
    """One case in the making."""

    def __init__(self, rng, row, name, template, dtype, layout, prefix):
        self.rng, self.row, self.name, self.template = rng, row, name, template
        self.dtype, self.layout, self.prefix = dtype, layout, prefix
        ranks = [r for r in row.ranks if r or layout in ("C", "F")] or row.ranks
        self.rank = rng.choice(ranks)
        self.shape = operands.shape_of(rng, self.rank, layout)
        self.first = None
        self.values = rng.choice(row.values)
        self.prelude = {}
        self.names = {}

    def place(self, match):
        text = match.group(1)
        if text in ("(", ")"):
            return "{" if text == "(" else "}"
        if "|" in text:
            return self.rng.choice(text.split("|"))
        if found := OPERAND.match(text):
            return self.operand(found.group(1), (found.group(2) or "").split(","))
        word, _, rest = text.partition(":")
        return str(getattr(self, "p_" + word)(rest))

    def p_f(self, _):
        return self.name.rsplit(".", 1)[-1]

    def p_s(self, values):
        literal = operands.literal(self.rng, self.dtype, values or self.values)
        if self.dtype == "uint64":
            literal = str(min(int(literal), 2**63 - 1))
        return self.rng.choice([f"np.{self.dtype}({literal})", literal])

    def p_axis(self, _):
        return self.rng.choice([None, *range(-self.rank, self.rank)])

    def p_ax(self, _):
        return self.rng.choice([*range(-self.rank, self.rank)] or [0])

    def p_axes(self, _):
        if self.rank < 2 or self.rng.random() < 0.5:
            return self.p_axis("")
        some = self.rng.sample(range(self.rank), self.rng.randint(1, self.rank))
        return tuple(k - self.rank if self.rng.random() < 0.3 else k for k in some)

    def p_badaxis(self, _):
        return self.rng.choice([self.rank, -self.rank - 1, self.rank + 3])

    def p_shape(self, _):
        return self.shape

    def p_n(self, _):
        n = 1
        for extent in self.shape:
            n *= extent
        return n

    def p_dtype(self, letters):
        return "np." + self.rng.choice(operands.dtypes_of(letters or "?iufc"))

    def operand(self, key, words):
        words = [word for word in words if word]
        label = (key, *words)
        if label in self.names:
            return self.names[label]
        rng = self.rng
        dtype, layout, values, shape = None, None, None, None
        for word in words:
            if word in VALUES:
                values = word
            elif word in operands.LAYOUTS:
                layout = word
            elif word == "like":
                shape = self.shape
            elif word == "mixed":
                dtype = rng.choice(self.row.dtypes)
            elif re.fullmatch(r"\dd", word):
                shape = operands.shape_of(rng, int(word[0]), "C")
            elif re.fullmatch(r"[\dx]+", word):
                shape = tuple(int(n) for n in word.split("x"))
            else:
                dtype = rng.choice(operands.dtypes_of(word))
        if self.first is None and shape is not None:
            self.shape, self.rank = shape, len(shape)
        if self.first is None:
            self.first = key
            dtype, shape, layout = dtype or self.dtype, self.shape, layout or self.layout
        else:
            shape = operands.broadcastable(rng, self.shape) if shape is None else shape
            dtype = dtype or (self.dtype if rng.random() < 0.6 else rng.choice(self.row.dtypes))
            layout = layout or rng.choice(["C", "C", self.layout, "F", "negative", "strided"])
        name = f"{self.prefix}{key}{len(self.names)}_{dtype}_{len(shape)}d_{layout}"
        self.prelude[name] = operands.statements(rng, name, dtype, shape, layout, values or self.values)
        self.names[label] = name
        return name

    def case(self):
        text = PLACE.sub(self.place, self.template)
        pieces = [piece.strip() for piece in text.split(";")]
        return Case(self.row, self.name, self.prelude, pieces[:-1], pieces[-1])


def draw(row, name, seed, count):
    """count cases of one builtin: dtypes, layouts and templates in all combinations, shuffled."""
    rng = random.Random(f"{name} {seed}")
    product = [(t, d, layout) for t in row.templates for d in row.dtypes for layout in row.layouts]
    rng.shuffle(product)
    product *= 1 + count // len(product)
    return [Drawing(rng, row, name, *what, f"v{i}").case() for i, what in enumerate(product[:count])]
