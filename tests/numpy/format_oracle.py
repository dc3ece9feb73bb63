"""format(value, spec) against CPython's, over seeded random values and specs.

    python format_oracle.py PROBE [CASES] [SEED]

PROBE is the program of print_probe.c. Failures count as results: class and message must agree.
"""
import struct
import subprocess
import sys

import numpy as np

from print_oracle import floats

DTYPES = ["bool", "int8", "uint8", "int64", "uint64", "float16", "float32", "float64", "complex64",
          "complex128"]
TEXTS = ["", "a", "abc", "é€", "日本語", "it's", "x" * 40]


def random_spec(rng):
    def pick(chance, options):
        return str(rng.choice(list(options))) if rng.random() < chance else ""

    if rng.random() < 0.02:
        return "".join(rng.choice(list("<>=^+- z#0123,_.efgdxs%q\u00e9"), int(rng.integers(1, 7))))
    spec = ""
    if rng.random() < 0.4:
        spec = pick(0.6, "*0 xé€{") + str(rng.choice(list("<>^=")))
    spec += pick(0.25, "+- ") + pick(0.1, "z") + pick(0.15, "#") + pick(0.25, "0")
    if rng.random() < 0.6:
        spec += str(rng.integers(1, 45))
    spec += pick(0.2, ",_")
    if rng.random() < 0.5:
        spec += "." + str(rng.choice([0, 1, 2, 3, 5, 8, 10, 17, 25, 60]))
    return spec + pick(0.75, "bcdeEfFgGnosxX%eEfFgGdeeffgg")


def random_value(rng):
    """(the probe's kind, its bytes, the value)"""
    form = int(rng.integers(0, 9))
    if form == 0:
        text = str(rng.choice(TEXTS))
        return "str", text.encode(), text
    if form == 1:
        value = bool(rng.random() < 0.5)
        return "pybool", struct.pack("<q", value), value
    if form in (2, 3):
        bits = int(rng.integers(1, 64))
        value = int(rng.integers(-(2**(bits - 1)), 2**(bits - 1) - 1, endpoint=True))
        return "pyint", struct.pack("<q", value), value
    if form in (4, 5):
        value = float(floats(rng, 1, int(rng.integers(0, 10)))[0])
        return "pyfloat", struct.pack("<d", value), value
    if form == 6:
        real, imag = (float(x) for x in floats(rng, 2, int(rng.integers(0, 10))))
        real = float(rng.choice([0.0, -0.0])) if rng.random() < 0.3 else real
        return "pycomplex", struct.pack("<dd", real, imag), complex(real, imag)
    dtype = np.dtype(str(rng.choice(DTYPES)))
    if dtype.kind in "fc":
        parts = floats(rng, 2, int(rng.integers(0, 10)))
        array = (parts[:1] if dtype.kind == "f" else parts.view(np.complex128)).astype(dtype)
    else:
        array = rng.integers(0, 256, dtype.itemsize, dtype=np.uint8).view(dtype)
        array = array & 1 == 1 if dtype.kind == "b" else array
    return dtype.name, array.tobytes(), array[0]


def wanted_text(value, spec):
    try:
        return format(value, spec)
    except (ValueError, TypeError, OverflowError) as error:
        return f"!{type(error).__name__}: {error}"


def main():
    probe = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 20000
    rng = np.random.default_rng(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    lines, wanted = [], []
    with np.errstate(all="ignore"):
        for _ in range(count):
            kind, data, value = random_value(rng)
            spec = random_spec(rng) if rng.random() < 0.97 else ""
            lines.append(f"format {kind} {spec.encode().hex() or '-'} {data.hex()}")
            wanted.append((f"{kind} {value!r} {spec!r}", wanted_text(value, spec)))
    stdin = ("\n".join(lines) + "\n").encode()
    run = subprocess.run([probe], input=stdin, capture_output=True)
    got = run.stdout.decode().split("\n")
    differences = 0
    for number, (what, text) in enumerate(wanted):
        found = got[number] if number < len(got) else "<nothing>"
        if found != text.replace("\n", "\\n"):
            differences += 1
            if differences <= 20:
                print(f"{what}\n  want {text}\n  have {found}")
    if run.returncode != 0:
        print(run.stderr.decode()[-3000:])
    print(f"format_oracle: {count} cases, {differences} differences")
    return 1 if differences or run.returncode != 0 else 0


if __name__ == "__main__":
    sys.exit(main())
