"""The runtime seen from Python, for the oracles beside this file.

Takes the path of a shared library that holds the runtime and tests/numpy/probe.c (first argument
or HPC_RUNTIME_LIB); gives views over NumPy arrays, arrays from views, and calls that raise Failure.
"""
import ctypes as C
import os
import sys

import numpy as np

MAX_RANK = 16
DTYPES = ["bool", "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64",
          "float16", "float32", "float64", "complex64", "complex128"]
NUMBER = {np.dtype(name): i for i, name in enumerate(DTYPES)}


class View(C.Structure):
    _fields_ = [("storage", C.c_void_p), ("data", C.c_void_p), ("dtype", C.c_int32),
                ("rank", C.c_int16), ("flags", C.c_int16),
                ("shape", C.c_int64 * MAX_RANK), ("strides", C.c_int64 * MAX_RANK)]


class Value(C.Structure):
    _fields_ = [("kind", C.c_int32), ("dtype", C.c_int32), ("c", C.c_double * 2)]


class Failure(Exception):
    """A runtime function failed: .code is hpc_code's number, the text is the message."""

    def __init__(self, code, text):
        super().__init__(text)
        self.code = code


class Runtime:
    def __init__(self, path=None):
        path = path or (sys.argv[1] if len(sys.argv) > 1 else os.environ["HPC_RUNTIME_LIB"])
        self.lib = C.CDLL(os.path.abspath(path))
        for name in ("hpc_probe_new", "hpc_probe_frame", "hpc_probe_text"):
            getattr(self.lib, name).restype = C.c_void_p
        self.lib.hpc_probe_live.restype = C.c_int64
        self.lib.hpc_rng_draw.restype = C.c_double
        self.lib.hpc_code_name.restype = C.c_char_p
        self.probe = C.c_void_p(self.lib.hpc_probe_new())
        self.frame = C.c_void_p(self.lib.hpc_probe_frame(self.probe))

    def call(self, name, *args):
        code = getattr(self.lib, name)(self.frame, *args)
        if code:
            text = C.string_at(self.lib.hpc_probe_text(self.probe)).decode()
            raise Failure(code, f"{self.lib.hpc_code_name(code).decode()}: {text}")

    def live(self):
        return self.lib.hpc_probe_live(self.probe)

    def fail_at(self, count):
        self.lib.hpc_probe_fail_at(self.probe, C.c_int64(count))

    def take(self, view):
        """A NumPy copy of a view that the runtime made, with its strides; releases the view."""
        array = as_array(view)
        copy = np.copy(array, order="K")
        strides = tuple(view.strides[i] for i in range(view.rank))
        self.lib.hpc_view_release(C.byref(view))
        return copy, strides


def view_of(array):
    view = View(None, array.ctypes.data, NUMBER[array.dtype], array.ndim, 0)
    for i in range(array.ndim):
        view.shape[i], view.strides[i] = array.shape[i], array.strides[i]
    return view


def as_array(view):
    dtype = np.dtype(DTYPES[view.dtype])
    shape = tuple(view.shape[i] for i in range(view.rank))
    strides = tuple(view.strides[i] for i in range(view.rank))
    if 0 in shape:
        return np.empty(shape, dtype)
    low = sum(min(0, (n - 1) * s) for n, s in zip(shape, strides))
    high = sum(max(0, (n - 1) * s) for n, s in zip(shape, strides)) + dtype.itemsize
    raw = (C.c_char * (high - low)).from_address(view.data + low)
    flat = np.frombuffer(raw, np.uint8)
    return np.ndarray(shape, dtype, flat, -low, strides)


def same_bits(a, b):
    """Equal dtype, shape and bits, any NaN being as good as another."""
    if a.dtype != b.dtype or a.shape != b.shape:
        return False
    if a.dtype.kind not in "fc":
        return bool(np.array_equal(a, b))
    parts = [(a, b)] if a.dtype.kind == "f" else [(a.real, b.real), (a.imag, b.imag)]
    for x, y in parts:
        bits = f"u{x.dtype.itemsize}"
        x, y = np.ascontiguousarray(x), np.ascontiguousarray(y)
        if not np.all((x.view(bits) == y.view(bits)) | (np.isnan(x) & np.isnan(y))):
            return False
    return True
