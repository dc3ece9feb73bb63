"""Text of arrays and scalars against NumPy's, over seeded random cases.

    python print_oracle.py PROBE [CASES] [SEED]

PROBE is the program of print_probe.c. Every case is an array of some dtype and shape, with numbers
that printing finds hard: powers of two and ten, neighbours of short decimals, subnormals, signed
zeros, infinities, NaN, wide and narrow ranges; then every float16 and power of two. Ends with exit status 1 and the first differences.
"""
import subprocess
import sys

import numpy as np

DTYPES = ["bool", "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64",
          "float16", "float32", "float64", "complex64", "complex128"]
MODES = ["fixed", "unique", "maxprec", "maxprec_equal"]
SPECIAL = [0.0, -0.0, np.inf, -np.inf, np.nan, 1e-4, 1e-5, 9.9999e-5, 1e8, 99999999.0, 1e16, 1e15,
           9999999999999998.0, 1e22, 1e23, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308,
           0.1, 0.2, 0.3, 1 / 3, 2 / 3, 1e-8, 5e-9, 1.5e-8, 0.999999999, 123456.789, 65504.0, 1000.0,
           999.5, 1e6, 999999.0, 6.1e-05, 5.96e-08, 3.4028235e38, 1.17549435e-38, 1e-45]


def floats(rng, count, kind):
    """count float64 numbers of one flavour; the caller casts them."""
    if kind == 0:
        return rng.integers(0, 2**64, count, dtype=np.uint64).view(np.float64)
    if kind == 1:
        return rng.standard_normal(count)
    if kind == 2:
        return rng.choice(SPECIAL, count)
    if kind == 3:
        return np.ldexp(rng.choice([1.0, 1.5, -1.0], count), rng.integers(-1074, 1023, count))
    if kind == 4:
        return np.round(rng.uniform(-1000, 1000, count), int(rng.integers(0, 6)))
    if kind == 5:
        return rng.integers(-10, 10, count).astype(np.float64)
    if kind == 6:
        return 10.0 ** rng.integers(-30, 30, count) * rng.choice([1, -1, 3, 7], count)
    if kind == 7:
        near = np.round(rng.uniform(0, 100, count), 3)
        return np.nextafter(near, np.where(rng.random(count) < 0.5, np.inf, -np.inf))
    if kind == 8:
        mixed = rng.standard_normal(count)
        mixed[rng.random(count) < 0.3] = rng.choice([np.nan, np.inf, -np.inf, -0.0])
        return mixed
    return rng.uniform(1, 10, count) * 10.0 ** rng.uniform(-6, int(rng.integers(-5, 12)))


def numbers(rng, dtype, count):
    dtype = np.dtype(dtype)
    if dtype.kind == "b":
        return rng.random(count) < 0.5
    if dtype.kind in "iu":
        info = np.iinfo(dtype)
        width = int(rng.integers(0, 3))
        low = info.min if width == 0 else max(info.min, -100 if width == 1 else 0)
        high = info.max if width == 0 else min(info.max, 100 if width == 1 else 9)
        return rng.integers(low, high, count, dtype=dtype, endpoint=True)
    if dtype.kind == "f":
        if rng.random() < 0.1:
            bits = rng.integers(0, 256, count * dtype.itemsize, dtype=np.uint8)
            return bits.view(dtype)
        return floats(rng, count, int(rng.integers(0, 10))).astype(dtype)
    parts = floats(rng, 2 * count, int(rng.integers(0, 10)))
    if rng.random() < 0.5:
        parts[1::2] = floats(rng, count, int(rng.integers(0, 10)))
    part = np.float32 if dtype.itemsize == 8 else np.float64
    return parts.astype(part).view(dtype)


def random_shape(rng):
    form = rng.random()
    if form < 0.25:
        return ()
    if form < 0.5:
        return (int(rng.integers(0, 12)),)
    if form < 0.6:
        return (int(rng.integers(10, 120)),)
    if form < 0.8:
        return tuple(int(n) for n in rng.integers(0, 6, 2))
    if form < 0.9:
        return tuple(int(n) for n in rng.integers(0 if rng.random() < 0.3 else 1, 4, 3))
    if form < 0.93:
        return tuple(int(n) for n in rng.integers(1, 4, 4))
    big = [(1001,), (1200,), (40, 30), (11, 10, 10), (2, 600), (600, 2), (1000,), (4, 4, 70), (7, 143)]
    return big[int(rng.integers(0, len(big)))]


def random_options(rng):
    return {"precision": int(rng.integers(0, 18)), "threshold": int(rng.choice([0, 5, 20, 1000])),
            "edgeitems": int(rng.integers(0, 5)), "linewidth": int(rng.integers(8, 130)),
            "suppress": bool(rng.random() < 0.4), "floatmode": MODES[int(rng.integers(0, 4))],
            "sign": "-+ "[int(rng.integers(0, 3))]}


def expected(array):
    texts = [str(array), repr(array)]
    if array.shape == ():
        scalar = array[()]
        texts += [str(scalar), repr(scalar)]
        if array.dtype in (np.float64, np.complex128):
            texts += [str(scalar.item()), repr(scalar.item())]
    return [text.replace("\n", "\\n") for text in texts]


def make_cases(rng, count):
    """Lines for the probe and, for each, (what it is, the texts wanted)."""
    lines, wanted = [], []
    for number in range(count):
        if number % 20 == 0:  # half of the cases with NumPy's defaults, half with other options
            if number % 40 == 0:
                np.set_printoptions(**DEFAULTS)
                lines.append("options")
            else:
                options = random_options(rng)
                np.set_printoptions(**options)
                lines.append("options {precision} {threshold} {edgeitems} {linewidth} ".format(
                    **options) + f"{int(options['suppress'])} {MODES.index(options['floatmode'])} "
                    + options["sign"].replace(" ", "_"))
        dtype = DTYPES[int(rng.integers(0, len(DTYPES)))]
        if rng.random() < 0.5:
            dtype = str(rng.choice(["float64", "float32", "float16", "complex64", "complex128"]))
        shape = random_shape(rng)
        array = numbers(rng, dtype, int(np.prod(shape, dtype=int))).reshape(shape)
        form = ",".join(map(str, shape)) or "-"
        lines.append(f"{dtype} {form} {array.tobytes().hex()}")
        wanted.append((f"{dtype} {shape} {np.get_printoptions()}", expected(array)))
    return lines, wanted


def scalar_cases():
    """Every power of two and of ten with its neighbours, and every float16, one by one."""
    powers = [np.ldexp(1.0, e) for e in range(-1074, 1024)] + [float(f"1e{e}")
                                                               for e in range(-323, 309)]
    near = [np.nextafter(x, to) for x in powers for to in (np.inf, 0.0)]
    arrays = [np.array(powers + near), np.arange(65536, dtype=np.uint16).view(np.float16),
              np.array(powers + near, dtype=np.float32)]
    return [np.array(x) for array in arrays for x in array]


DEFAULTS = {"precision": 8, "threshold": 1000, "edgeitems": 3, "linewidth": 75, "suppress": False,
            "floatmode": "maxprec", "sign": "-"}


def main():
    probe = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 20000
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    rng = np.random.default_rng(seed)
    with np.errstate(all="ignore"):
        lines, wanted = make_cases(rng, count)
        np.set_printoptions(**DEFAULTS)
        lines.append("options")
        for array in scalar_cases():
            lines.append(f"{array.dtype} - {array.tobytes().hex()}")
            wanted.append((f"{array.dtype} {lines[-1]}", expected(array)))
    lines = [line + " " if line == "options" else line for line in lines]
    run = subprocess.run([probe], input="\n".join(lines) + "\n", capture_output=True, text=True)
    got = run.stdout.split("\n")
    at = differences = 0
    for what, texts in wanted:
        for text in texts:
            found = got[at] if at < len(got) else "<nothing>"
            at += 1
            if found != text:
                differences += 1
                if differences <= 10:
                    print(f"{what}\n  want {text[:1500]}\n  have {found[:1500]}")
    if run.returncode != 0:
        print(run.stderr[-3000:])
    print(f"print_oracle: {len(wanted)} cases, {at} texts, {differences} differences")
    return 1 if differences or run.returncode != 0 else 0


if __name__ == "__main__":
    sys.exit(main())
