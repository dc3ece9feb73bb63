"""np.loadtxt and np.savetxt of the runtime against NumPy."""
import ctypes as C
import os
import sys
import tempfile
import warnings

import numpy as np

from rtlib import DTYPES, NUMBER, Failure, Runtime, View, same_bits, view_of

rt = Runtime()
warnings.simplefilter("ignore")


class LoadOptions(C.Structure):
    _fields_ = [("dtype", C.c_int), ("delimiter", C.c_char_p), ("comments", C.c_char_p),
                ("skiprows", C.c_int64), ("max_rows", C.c_int64),
                ("usecols", C.POINTER(C.c_int64)), ("usecols_count", C.c_int),
                ("ndmin", C.c_int), ("unpack", C.c_bool)]


class SaveOptions(C.Structure):
    _fields_ = [("formats", C.POINTER(C.c_char_p)), ("format_count", C.c_int)] + [
        (name, C.c_char_p) for name in ("delimiter", "newline", "header", "footer", "comments")]


def text(value):
    return None if value is None else value.encode()


def load(path, dtype="float64", delimiter=None, comments="#", skiprows=0, max_rows=None,
         usecols=None, ndmin=0, unpack=False):
    columns = [usecols] if isinstance(usecols, int) else list(usecols or [])
    options = LoadOptions(NUMBER[np.dtype(dtype)], text(delimiter), text(comments), skiprows,
                          -1 if max_rows is None else max_rows,
                          (C.c_int64 * (len(columns) + 1))(*columns),
                          -1 if usecols is None else len(columns), ndmin, unpack)
    view = View()
    rt.call("hpc_loadtxt", C.byref(view), path.encode(), C.byref(options))
    return rt.take(view)[0]


def save(path, x, fmt="%.18e", **names):
    formats = [fmt] if isinstance(fmt, str) else list(fmt)
    options = SaveOptions((C.c_char_p * len(formats))(*[f.encode() for f in formats]),
                          0 if isinstance(fmt, str) else len(formats), **{k: text(v) for k, v in names.items()})
    rt.call("hpc_savetxt", path.encode(), C.byref(view_of(x)), C.byref(options))


def check_load(path, content, **options):
    with open(path, "wb") as file:
        file.write(content.encode())
    try:
        want = np.loadtxt(path, **options)
    except (ValueError, TypeError, OverflowError) as error:
        try:
            got = load(path, **options)
        except Failure as failure:
            if str(error) not in str(failure):
                sys.exit(f"textio_oracle: {content!r} {options}\n got {failure}\nwant {error}")
            return
        sys.exit(f"textio_oracle: {content!r} {options}: got {got!r}, want {error}")
    got = load(path, **options)
    if not same_bits(got, want):
        sys.exit(f"textio_oracle: {content!r} {options}\n got {got!r}\nwant {want!r}")


LOADS = [
    ("1 2\n3 4\n", {}), ("1,2\n3,4", {"delimiter": ","}), ("1 2\n3\n", {}), ("1 x\n", {}),
    ("", {}), ("# c\n\n", {}), ("5", {}), ("5 6", {}), ("5\n6", {}), ("1 2", {"ndmin": 2}),
    ("1\n2", {"ndmin": 2}), ("5", {"ndmin": 1}), ("5", {"ndmin": 2}), ("1_000 2", {}),
    ("0x10 1", {}), ("inf -nan 1e400 1d3", {}), ("inf -inf nan 1e400 -1e-400", {}),
    ("1+2j 3", {"dtype": "complex128"}), ("(1+2j)", {"dtype": "complex128"}),
    ("2j -1e3-2.5j infj (3)", {"dtype": "complex128"}), ("1+2", {"dtype": "complex128"}),
    ("1 2.0", {"dtype": "int64"}), ("1.5", {"dtype": "int64"}), ("300", {"dtype": "uint8"}),
    ("-1", {"dtype": "uint8"}), ("-128 127", {"dtype": "int8"}), ("-129", {"dtype": "int8"}),
    ("True False", {"dtype": "bool"}), ("1 0 2", {"dtype": "bool"}),
    (" 1   2 \n", {}), ("1, 2 ,3", {"delimiter": ","}), ("1,,3", {"delimiter": ","}),
    ("1,2,", {"delimiter": ","}), ("a b\n1 2", {"skiprows": 1}),
    ("1 2 3\n4 5 6", {"usecols": (2, 0)}), ("1 2 3\n4 5 6", {"usecols": 1}),
    ("1 2 3\n4 5 6", {"usecols": -1}), ("1 2", {"usecols": 5}), ("1 2", {"usecols": -3}),
    ("1 2\n3 4", {"unpack": True}), ("1 2 # hi\n3 4#x", {}), ("1 2 % hi", {"comments": "%"}),
    ("1\r\n2\r3\n", {}), ("1 2\n\n3 4", {}), ("1 2 3\n4 5 6", {"max_rows": 1}),
    ("1 2.1 3", {"dtype": "float32"}), ("1 2.1 65520", {"dtype": "float16"}),
    ("99999999999999999999", {"dtype": "int64"}), ("+5 -3", {"dtype": "int64"}), ("1\t2", {}),
    ("18446744073709551615", {"dtype": "uint64"}), ("18446744073709551616", {"dtype": "uint64"}),
    ("-9223372036854775808", {"dtype": "int64"}), ("1  2", {"delimiter": " "}),
    ("1 2", {"comments": None}), ("nan inf Infinity INF", {}), ("infinit", {}),
    ("", {"ndmin": 2}), ("", {"usecols": (1, 2)}), ("1:2", {"comments": ":"}),
    ("1 2 3\n4 5\n", {"usecols": (0, 1)}), ("1//2", {"comments": "//"}), ("  \n1", {}),
    (",\n", {"delimiter": ","}), (" \n1", {"delimiter": ","}), ("1 2\n3 a", {"dtype": "int64"}),
    ("1 2\n", {"ndmin": 3}), (".5 5. . 1", {}), ("1e 2", {}), ("1e+5 1E-3 +.5e1", {}),
    ("1,2 #", {"delimiter": ","}), ("1e5", {"dtype": "int64"}), ("--1", {}), ("+ 1", {}),
    ("1\f2\v3", {}), ("1\x1c2", {}), ("1 2\n3 4\n5 6", {"skiprows": 1, "max_rows": 1}),
    ("1;2\n3;4", {"delimiter": ";", "unpack": True, "ndmin": 2}),
    ("1 2", {"delimiter": ""}), ("1e1e1", {"delimiter": "e"}), ("12e34e5", {"delimiter": "3"}),
]


def check_saves(ours, theirs):
    rng = np.random.default_rng(4)
    odd = np.array([0.0, -0.0, np.inf, -np.inf, np.nan, 1e-300, 1e300, 12345.678])
    cases = [(x, {}) for x in (rng.standard_normal((4, 3)), rng.standard_normal(5), odd,
                               np.arange(6).reshape(2, 3), np.array([[True, False]]),
                               np.asfortranarray(rng.standard_normal((3, 2))), np.empty((0, 2)),
                               rng.standard_normal((3, 2)) + 1j * rng.standard_normal((3, 2)),
                               odd.astype("f4"), odd.astype("f2"))]
    for fmt in ("%d", "%5d", "%-8.3fX", "%+g", "%010.2f", "%s", "%8s", "%.3s", "%r", "%.0e", "%#.0f",
                "% .3e", "%x", "%#o", "%i", "%.4E", "%G", "%5.3d", "%%%d", "%", "%q", "%ld"):
        for x in (np.arange(-3, 3).reshape(2, 3), np.array([[1.5, -2.25, 1e20]]), odd,
                  np.array([1, 0], "?"), np.array([2**64 - 1], "u8"), np.ones(2, "c16")):
            cases.append((x, {"fmt": fmt}))
    x = rng.standard_normal((3, 2))
    cases += [(x, {"fmt": "%d, %.2f"}), (x, {"fmt": ("%d", "%.2f"), "delimiter": ";"}),
              (x, {"fmt": "%d %d %d"}), (x, {"fmt": ("%d",)}),
              (x, {"header": "a b\nc", "footer": "end", "comments": "% "}),
              (x, {"delimiter": ",", "newline": "\r\n", "header": "h"}), (np.array(3.0), {}),
              (np.ones((2, 2, 2)), {})]
    for array, options in cases:
        for path in (ours, theirs):
            if os.path.exists(path):
                os.remove(path)
        what = f"textio_oracle: savetxt {array!r} {options}"
        try:
            np.savetxt(theirs, array, **options)
        except Exception as error:
            try:
                save(ours, array, **options)
            except Failure as failure:
                assert not os.path.exists(ours)
                kind = type(error).__name__.lower()
                known = kind in str(failure).lower() or "invalid fmt" in str(failure)
                if not known:
                    sys.exit(f"{what}\n got {failure}\nwant {type(error)} {error}")
                continue
            sys.exit(f"{what}: no error, want {error}")
        try:
            save(ours, array, **options)
        except Failure as failure:
            sys.exit(f"{what}: {failure}")
        got, want = open(ours, "rb").read(), open(theirs, "rb").read()
        if got != want:
            sys.exit(f"{what}\n got {got!r}\nwant {want!r}")


def check_many_numbers(path):
    rng = np.random.default_rng(8)
    for dtype in DTYPES:
        if dtype == "bool":
            continue
        bits = rng.integers(0, 256, 4000 * np.dtype(dtype).itemsize, dtype="u1")
        x = np.frombuffer(bits.tobytes(), dtype).reshape(-1, 4)
        np.savetxt(path, x, fmt="%r" if dtype[0] in "iu" else "%.17e" if dtype[0] == "f" else
                   "%.17e%+.17ej " * 4)
        if dtype[0] in "iu":
            np.savetxt(path, x, fmt="%d")
        check_load(path, open(path).read(), dtype=dtype)


def check_failures(folder):
    path = os.path.join(folder, "x.txt")
    save(path, np.ones(3))
    before = sorted(os.listdir(folder)), open(path, "rb").read()
    for call in (lambda: save(path, np.ones(3)), lambda: load(path)):
        for count in range(1, 20):
            rt.fail_at(count)
            try:
                call()
            except Failure as failure:
                assert "MemoryError" in str(failure), failure
                assert (sorted(os.listdir(folder)), open(path, "rb").read()) == before
            assert rt.live() == 0, rt.live()
    rt.fail_at(0)
    full = os.path.join(folder, "full.txt")
    os.symlink("/dev/full", full)
    for size in (3, 100000):
        try:
            save(full, np.ones(size))
        except Failure as failure:
            assert "OSError: [Errno 28] No space left on device" in str(failure), failure
        else:
            sys.exit("textio_oracle: a full disk went unnoticed")
    try:
        load(os.path.join(folder, "none"))
    except Failure as failure:
        assert "FileNotFoundError: " in str(failure) and "none not found." in str(failure), failure
    for end, message in ((b"x\0y", "could not convert string 'x?y'"),
                         ("\u00e9\U0001f600".encode(), "could not convert string"),
                         (b"\xff", "'utf-8' codec can't decode byte 0xff in position 10000000"),
                         (b"\xc3", "'utf-8' codec can't decode"),
                         (b"\xed\xa0\x80", "'utf-8' codec can't decode")):
        with open(path, "wb") as file:
            file.write(b"1 " * 5000000 + end)
        try:
            load(path)
        except Failure as failure:
            assert message in str(failure), failure
        else:
            sys.exit("textio_oracle: bad text was read")


def main():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "in.txt")
        for content, options in LOADS:
            check_load(path, content, **options)
        check_many_numbers(path)
        check_saves(os.path.join(folder, "ours.txt"), os.path.join(folder, "theirs.txt"))
    with tempfile.TemporaryDirectory() as folder:
        check_failures(folder)
    print("textio_oracle: all equal")


main()
