"""Operands of the surface test's programs: values, dtypes and layouts, as source text.

    draw(rng, "float16", (2, 3), "negative", "special")
        -> ("np.array([...], dtype=np.float16).reshape(2, 3)[::-1, ::-1]")
"""
import math

import numpy as np

CLASSES = {
    "?": ["bool"],
    "i": ["int8", "int16", "int32", "int64"],
    "u": ["uint8", "uint16", "uint32", "uint64"],
    "f": ["float16", "float32", "float64"],
    "c": ["complex64", "complex128"],
}
LAYOUTS = ["C", "F", "transposed", "negative", "strided", "broadcast", "huge", "empty", "big"]
SHAPES = {0: [()], 1: [(7,), (4,), (1,), (12,)], 2: [(2, 3), (4, 4), (3, 5), (1, 4)],
          3: [(2, 3, 4), (3, 2, 2), (2, 1, 3)], 4: [(2, 3, 2, 2)], 5: [(2, 1, 3, 2, 2)]}
EMPTY = {0: [()], 1: [(0,)], 2: [(0, 3), (2, 0)], 3: [(2, 0, 3), (0, 2, 2)], 4: [(1, 2, 0, 2)],
         5: [(2, 1, 3, 0, 2)]}
BIG = {0: [()], 1: [(300,), (1029,)], 2: [(3, 150), (140, 5)], 3: [(2, 19, 11)], 4: [(2, 3, 5, 9)],
       5: [(2, 2, 3, 4, 5)]}
SPECIAL_FLOATS = {
    "float16": ["np.nan", "np.inf", "-np.inf", "-0.0", "0.0", "6e-08", "-6.1e-05", "65504.0", "-65504.0",
                "0.5", "1.0", "-1.0", "2.5"],
    "float32": ["np.nan", "np.inf", "-np.inf", "-0.0", "0.0", "1e-45", "-1.1754944e-38", "3.4028235e+38",
                "-3.4028235e+38", "0.5", "1.0", "-1.0", "16777217.0"],
    "float64": ["np.nan", "np.inf", "-np.inf", "-0.0", "0.0", "5e-324", "-2.2250738585072014e-308",
                "1.7976931348623157e+308", "-1.7976931348623157e+308", "0.5", "1.0", "-1.0",
                "9007199254740993.0"],
}


def dtypes_of(letters):
    """The dtypes of letters and names: "?f int8"."""
    names = []
    for word in letters.split():
        if word in np.sctypeDict and len(word) > 2:
            names.append(word)
        else:
            for letter in word:
                names += CLASSES[letter]
    return names


def kind(dtype):
    return np.dtype(dtype).kind


def component(dtype):
    return {"complex64": "float32", "complex128": "float64"}.get(dtype, dtype)


def _float(rng, dtype, values):
    if values == "special":
        return rng.choice(SPECIAL_FLOATS[dtype])
    if values == "ties":
        return rng.choice(["-1.0", "0.0", "1.0", "2.0", "-0.0"])
    if values == "positive":
        return repr(rng.randint(1, 40) / 8)
    if values == "unit":
        return repr(rng.randint(-63, 63) / 64)
    if values == "index":
        return repr(float(rng.randint(0, 2)))
    if values == "small":
        return repr(rng.randint(-6, 6) / 2)
    return repr(float(np.dtype(dtype).type(rng.uniform(-9, 9) if rng.random() < 0.7 else rng.randint(-9, 9))))


def _int(rng, dtype, values):
    info = np.iinfo(dtype)
    if values == "special":
        return str(rng.choice([info.min, info.max, 0, 1, max(info.min, -1), info.max - 1, 2, info.min + 1]))
    if values in ("ties", "small"):
        return str(rng.randint(max(-2, info.min), 3))
    if values in ("index", "unit"):
        return str(rng.randint(0, 2))
    low = 1 if values == "positive" else max(-30, info.min)
    return str(rng.randint(low, 30))


def literal(rng, dtype, values):
    """One element as a literal."""
    if dtype == "bool":
        return rng.choice(["True", "False"])
    if kind(dtype) in "iu":
        return _int(rng, dtype, values)
    if kind(dtype) == "f":
        return _float(rng, dtype, values)
    part = component(dtype)
    real, imag = _float(rng, part, values), _float(rng, part, values)
    return f"complex({real}, {imag})" if values != "positive" else f"complex({real}, 0.5)"


def _base(rng, dtype, shape, values):
    """C-ordered text of an array; large ones by arithmetic."""
    size = math.prod(shape)
    if size > 200:
        high = {"?": 2, "i": 61, "u": 61}.get(kind(dtype), 1009)
        flat = f"((np.arange({size}) * 7919 + {rng.randint(0, 99)}) % {high}"
        if kind(dtype) in "fc":
            flat += " / 64.0"
        if values == "unit":
            flat += " / 16.0" if kind(dtype) in "fc" else " % 2"
        flat += ")"
        if kind(dtype) in "ifc" and values not in ("positive", "unit", "index"):
            flat = f"({flat} - 7)"
        flat += f".astype(np.{dtype})"
    else:
        items = [literal(rng, dtype, values) for _ in range(size)]
        text = items[0] if shape == () else f"[{', '.join(items)}]"
        flat = f"np.array({text}, dtype=np.{dtype})"
        if dtype == "uint64":  # literals of 64 bits unsigned are no Python ints of ours
            shifted = [str((int(item) + 9) % 2**64) for item in items]
            text = shifted[0] if shape == () else f"[{', '.join(shifted)}]"
            flat = f"np.array({text}, dtype=np.uint64)"
            flat = f"np.subtract({flat}, np.uint64(9))" if shape == () else f"({flat} - np.uint64(9))"
        if shape == ():
            return flat if dtype != "uint64" else f"np.asarray({flat})"
    if len(shape) == 1:
        return flat
    return f"{flat}.reshape({', '.join(map(str, shape))})"


def statements(rng, name, dtype, shape, layout, values):
    """Lines that bind name to such an array."""
    rank = len(shape)
    if rank == 0 or layout in ("C", "empty", "big") or math.prod(shape) == 0:
        return [f"{name} = {_base(rng, dtype, shape, values)}"]
    if layout == "F":
        return [f"{name} = {_base(rng, dtype, shape[::-1], values)}.T"]
    if layout == "transposed":
        order = list(range(rank))
        rng.shuffle(order)
        base = [0] * rank
        for i, axis in enumerate(order):
            base[axis] = shape[i]
        return [f"{name} = {_base(rng, dtype, tuple(base), values)}.transpose({', '.join(map(str, order))})"]
    if layout == "negative":
        steps = [rng.choice(["::-1", "::-1", ":"]) for _ in range(rank)]
        steps[rng.randrange(rank)] = "::-1"
        return [f"{name} = {_base(rng, dtype, shape, values)}[{', '.join(steps)}]"]
    if layout == "strided":
        base = tuple(2 * n for n in shape)
        index = ", ".join(rng.choice(["::2", "1::2"]) for _ in shape)
        return [f"{name} = {_base(rng, dtype, base, values)}[{index}]"]
    if layout == "broadcast":
        keep = tuple(n if rng.random() < 0.5 else 1 for n in shape)
        return [f"{name} = np.broadcast_to({_base(rng, dtype, keep, values)}, {shape})"]
    assert layout == "huge", layout
    step = 4099
    return [f"{name} = np.zeros({shape[:-1] + (shape[-1] * step,)}, dtype=np.{dtype})[..., ::{step}]",
            f"{name}[...] = {_base(rng, dtype, shape, values)}"]


def shape_of(rng, rank, layout):
    return rng.choice({"empty": EMPTY, "big": BIG}.get(layout, SHAPES)[rank])


def broadcastable(rng, shape):
    """A shape that broadcasts against shape."""
    draw = rng.random()
    if draw < 0.5:
        return shape
    drop = rng.randint(0, len(shape)) if draw < 0.8 else 0
    return tuple(n if rng.random() < 0.6 else 1 for n in shape[drop:])
