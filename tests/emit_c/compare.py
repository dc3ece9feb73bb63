"""Calls functions of printed C through ctypes and the same functions by `hpcc call`, and prints where results,
what was written to arguments, or the class of an error differ. argv[1]: the plan of tests/emit_c/run."""

import ctypes
import json
import os
import re
import subprocess
import sys
import zlib

import numpy as np

DTYPES = "bool int8 uint8 int16 uint16 int32 uint32 int64 uint64 float16 float32 float64 complex64 complex128"
DTYPES = DTYPES.split()
C_TYPES = {"bool": ctypes.c_bool, "float": ctypes.c_float, "double": ctypes.c_double}
C_TYPES |= {f"{s}int{n}_t": getattr(ctypes, f"c_{s}int{n}") for s in ("", "u") for n in (8, 16, 32, 64)}


class Array(ctypes.Structure):
    _fields_ = [("storage", ctypes.c_void_p), ("data", ctypes.c_void_p), ("dtype", ctypes.c_int32),
                ("rank", ctypes.c_int16), ("flags", ctypes.c_int16), ("shape", ctypes.c_int64 * 16),
                ("strides", ctypes.c_int64 * 16)]


class Complex64(ctypes.Structure):
    _fields_ = [("re", ctypes.c_float), ("im", ctypes.c_float)]


class Complex128(ctypes.Structure):
    _fields_ = [("re", ctypes.c_double), ("im", ctypes.c_double)]


class Error(ctypes.Structure):
    _fields_ = [("code", ctypes.c_int32), ("line", ctypes.c_int32), ("text", ctypes.c_char * 512)]


C_TYPES |= {"hpc_array": Array, "hpc_complex64": Complex64, "hpc_complex128": Complex128, "void": None}


def draw(words, random):
    """An argument of the type that a signature says."""
    dtype = words.split("[")[0]
    if "[" not in words:
        return {"int": lambda: int(random.integers(1, 7)), "bool": lambda: True}.get(
            dtype, lambda: float(random.integers(1, 40)) / 8)()
    shape = (13, 7, 3, 2)[: words.count(",") + 1]
    if dtype.startswith("float"):
        return random.uniform(-3, 3, shape).astype(dtype)
    if dtype.startswith("complex"):
        return (random.uniform(-3, 3, shape) + 1j * random.uniform(-3, 3, shape)).astype(dtype)
    return random.integers(0, 2 if dtype == "bool" else 9, shape).astype(dtype)


def describe(a):
    made = Array(None, a.ctypes.data, DTYPES.index(a.dtype.name), a.ndim, 0)
    made.shape[: a.ndim] = a.shape
    made.strides[: a.ndim] = a.strides
    return made


def as_numpy(value):
    if isinstance(value, Array):
        dtype = np.dtype(DTYPES[value.dtype])
        shape, strides = tuple(value.shape[: value.rank]), tuple(value.strides[: value.rank])
        low = sum(min(0, (n - 1) * s) for n, s in zip(shape, strides) if n)
        high = sum(max(0, (n - 1) * s) for n, s in zip(shape, strides) if n)
        size = high - low + dtype.itemsize
        block = (ctypes.c_char * size).from_address(value.data + low) if all(shape) else b""
        base = np.frombuffer(block, np.uint8) if all(shape) else np.empty(0, np.uint8)
        if not all(shape):
            return np.empty(shape, dtype)
        return np.ndarray(shape, dtype, base, -low, strides).copy()
    if isinstance(value, (Complex64, Complex128)):
        return np.array(complex(value.re, value.im))
    return np.array(value)


def prototype(header):
    line = re.search(r"^(\w+) (\w+)\(.*hpc_error \*error\);$", header, re.M)
    kind = line.group(1)
    if kind.endswith("_result") and kind not in C_TYPES:
        fields = re.search(rf"typedef struct {kind} {{\n(.*?)}}", header, re.S).group(1)
        parts = re.findall(r"(\w+) (r\d+);", fields)
        kind = type(kind, (ctypes.Structure,), {"_fields_": [(n, C_TYPES[t]) for t, n in parts]})
    else:
        kind = C_TYPES[kind]
    return line.group(2), kind


def same(a, b):
    if a.shape != b.shape:
        return False
    if a.dtype != b.dtype:
        a, b = a.astype(np.result_type(a, b)), b.astype(np.result_type(a, b))
    if a.dtype.kind in "fc":
        parts = [(a.real, b.real), (a.imag, b.imag)] if a.dtype.kind == "c" else [(a, b)]
        return all(
            bool(np.all((np.isnan(x) & np.isnan(y)) | ((x == y) & (np.signbit(x) == np.signbit(y)))))
            for x, y in parts)
    return bool(np.all(a == b))


def call_hpcc(plan, folder, case, names, args):
    _, path, function, _ = case
    out = os.path.join(folder, "out")
    os.makedirs(out)
    words = []
    for name, value in zip(names, args):
        if isinstance(value, np.ndarray):
            np.save(os.path.join(folder, name + ".npy"), value)
            words.append(f"{name}=@{os.path.join(folder, name)}.npy")
        else:
            words.append(f"{name}={value!r}")
    command = [plan["hpcc"], "call", path, function, *words, "--save", out, "--time-limit", "60"]
    outcome = subprocess.run(command, capture_output=True, text=True)
    error = re.search(r"error: (\w+)", outcome.stderr) if outcome.returncode else None
    found = {f[:-4]: np.load(os.path.join(out, f)) for f in os.listdir(out)}
    return (error.group(1) if error else "" if outcome.returncode == 0 else outcome.stderr), found


def call_c(library, name, kind, args, codes):
    f = getattr(ctypes.CDLL(library), name)
    f.restype = kind
    held = [a.copy() if isinstance(a, np.ndarray) else a for a in args]
    error = Error()
    passed = []
    for a in held:
        if isinstance(a, np.ndarray):
            passed.append(ctypes.byref(describe(a)))
        else:
            passed.append(ctypes.c_bool(a) if isinstance(a, bool) else ctypes.c_int64(a)
                          if isinstance(a, int) else ctypes.c_double(a))
    value = f(*passed, ctypes.byref(error))
    parts = [] if kind is None else [value]
    if kind is not None and issubclass(kind, ctypes.Structure) and kind.__name__.endswith("_result"):
        parts = [getattr(value, n) for n, _ in kind._fields_]
    return codes[error.code], [as_numpy(p) for p in parts] if not error.code else [], held


def check(plan, case):
    number, path, function, signature = case
    folder = os.path.join(plan["folder"], f"d{number}")
    os.makedirs(folder)
    with open(os.path.join(plan["folder"], f"f{number}.h")) as text:
        header = text.read()
    codes = {int(n): c for c, n in re.findall(r"HPC_(\w+) = (\d+)", header)}
    codes = {n: "" if n == 0 else c.replace("_", "").lower() for n, c in codes.items()}
    name, kind = prototype(header)
    types = [w.strip() for w in re.split(r",(?![^\[]*\])", signature.strip("()"))]
    random = np.random.default_rng(zlib.crc32(" ".join([path, function, signature]).encode()))
    args = [draw(t, random) for t in types]
    with open(os.path.join(plan["folder"], f"f{number}.names")) as text:
        names = text.read().split()
    error, found = call_hpcc(plan, folder, case, names, args)
    wanted = [found[k] for k in sorted((k for k in found if k.startswith("return")),
                                       key=lambda k: [int(p) for p in k.split(".")[1:]])]
    for build in plan["builds"]:
        library = os.path.join(plan["folder"], f"f{number}.{build}.so")
        got, parts, held = call_c(library, name, kind, args, codes)
        where = f"{path} {function}{signature}: {build}"
        if got != error.lower():
            print(f"{where}: error {got!r}, hpcc says {error!r} for {signature} of {names}")
        elif not error and (len(parts) != len(wanted) or not all(map(same, parts, wanted))):
            print(f"{where}: {parts}, hpcc's is {wanted}")
        elif not error:
            for n, a in zip(names, held):
                if isinstance(a, np.ndarray) and not same(a, found[n]):
                    print(f"{where}: argument {n} is {a}, hpcc's is {found[n]}")


def main():
    plan = json.loads(sys.argv[1])
    for case in plan["cases"]:
        check(plan, case)


main()
