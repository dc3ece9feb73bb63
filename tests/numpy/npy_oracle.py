"""np.save and np.load of the runtime against NumPy: bytes, values, strides, and bad files."""
import ctypes as C
import io
import os
import struct
import sys
import tempfile

import numpy as np

from rtlib import DTYPES, Failure, Runtime, View, same_bits, view_of

rt = Runtime()


def load(path):
    view = View()
    rt.call("hpc_npy_load", C.byref(view), path.encode())
    return rt.take(view)


def save(path, array):
    rt.call("hpc_npy_save", path.encode(), C.byref(view_of(array)))


def check_round_trips(folder):
    rng = np.random.default_rng(1)
    shapes = [(), (0,), (1,), (7,), (3, 4), (2, 3, 4), (0, 5), (1, 1, 9), (2, 1, 3, 1)]
    ours, theirs = os.path.join(folder, "ours.npy"), os.path.join(folder, "theirs.npy")
    for name in DTYPES:
        for shape in shapes:
            base = np.asarray(rng.integers(0, 2 if name == "bool" else 100, shape)).astype(name)
            for array in (base, np.asfortranarray(base), base[..., ::2] if base.ndim else base,
                          base.T, base[::-1] if base.ndim else base):
                np.save(theirs, array)
                save(ours, array)
                if open(ours, "rb").read() != open(theirs, "rb").read():
                    sys.exit(f"npy_oracle: {name} {shape} {array.strides} is written otherwise")
                for version in ((1, 0), (2, 0), (3, 0)):
                    for data in (array, array.astype(array.dtype.newbyteorder(">"), order="K")):
                        with open(theirs, "wb") as file:
                            np.lib.format.write_array(file, data, version)
                        got, strides = load(theirs)
                        want = np.load(theirs)
                        native = want.astype(want.dtype.newbyteorder("="), order="K")
                        if not same_bits(got, native) or (want.size and strides != want.strides):
                            sys.exit(f"npy_oracle: {name} {shape} {version} is read otherwise")


def bad_files():
    buffer = io.BytesIO()
    np.save(buffer, np.arange(6.0).reshape(2, 3))
    good = buffer.getvalue()
    for cut in list(range(0, 128, 7)) + [127, 128, 129, len(good) - 1]:
        yield good[:cut]

    def header(text, version=1, length=None):
        raw = text.encode()
        packed = struct.pack("<H" if version == 1 else "<I", len(raw) if length is None else length)
        return b"\x93NUMPY" + bytes([version, 0]) + packed + raw
    for shape in ("(-1,)", "(2", "3", "(3)", "(1,,)", "(99999999999999999999,)",
                  "(4611686018427387904, 4)", "(9223372036854775807,)", "(9223372036854775807, 9, 0)", "(1000000000,)",
                  "(" + "1, " * 40 + ")", "(2.0,)", "None", "()()"):
        yield header("{'descr': '<f8', 'fortran_order': False, 'shape': %s, }\n" % shape)
    for descr in ("'<f9'", "'|O'", "'<U5'", "[('a', '<f8')]", "3", "''", "'<M8[s]'", "'\\x00'",
                  "'" + "f" * 500 + "'"):
        yield header("{'descr': %s, 'fortran_order': False, 'shape': (0,), }\n" % descr)
    for text in ("{}", "", "{", "[]", "{'descr': '<f8'}", "{'a': 1}",
                 "{'descr': '<f8', 'fortran_order': 1, 'shape': (0,)}",
                 "{'descr': '<f8', 'fortran_order': False, 'shape': (0,)} x",
                 "{'descr': '<f8', 'fortran_order': False, 'shape': (0,), 'x': 1}"):
        yield header(text)
    yield header("{}", 2, 0xffffffff)
    yield header("{}", 1, 65535)
    yield header("{}", 9)
    yield b"PK\x03\x04" + bytes(100)
    rng = np.random.default_rng(5)
    for _ in range(3000):
        raw = bytearray(good[:140])
        for _ in range(int(rng.integers(1, 4))):
            raw[int(rng.integers(len(raw)))] = int(rng.integers(256))
        yield bytes(raw)


def check_bad_files(folder):
    path = os.path.join(folder, "bad.npy")
    refused = 0
    for raw in bad_files():
        with open(path, "wb") as file:
            file.write(raw)
        try:
            load(path)
        except Failure as failure:
            assert str(failure).startswith("ValueError: "), failure
            refused += 1
        else:
            try:
                np.load(path)
            except Exception as error:
                # NumPy parses Python literals; we read a superset only in how values are spelt.
                sys.exit(f"npy_oracle: {raw!r} was read; NumPy says {error}")
    assert refused > 100


def expect(text, call):
    try:
        call()
    except Failure as failure:
        assert text in str(failure), failure
    else:
        sys.exit(f"npy_oracle: no error that says {text}")


def check_files(folder):
    missing = os.path.join(folder, "missing.npy")
    expect(f"FileNotFoundError: [Errno 2] No such file or directory: '{missing}'",
           lambda: load(missing))
    expect("OSError: [Errno 21] Is a directory", lambda: load(folder))
    expect("FileNotFoundError", lambda: save(os.path.join(folder, "no", "x.npy"), np.ones(3)))
    save(os.path.join(folder, "bare"), np.ones(3))
    assert os.path.exists(os.path.join(folder, "bare.npy"))
    link = os.path.join(folder, "link.npy")
    os.symlink(os.path.join(folder, "bare.npy"), link)
    save(link, np.zeros(5))
    assert os.path.islink(link) and np.load(os.path.join(folder, "bare.npy")).shape == (5,)
    full = os.path.join(folder, "full.npy")
    os.symlink("/dev/full", full)
    expect("OSError: [Errno 28] No space left on device", lambda: save(full, np.ones(3)))
    expect("OSError: [Errno 28] No space left on device", lambda: save(full, np.ones(30000)))
    before = sorted(os.listdir(folder))
    for count in range(1, 4):
        rt.fail_at(count)
        try:
            save(os.path.join(folder, "bare"), np.ones(3))
        except Failure as failure:
            assert "MemoryError" in str(failure), failure
    rt.fail_at(0)
    assert sorted(os.listdir(folder)) == before and rt.live() == 0


def main():
    with tempfile.TemporaryDirectory() as folder:
        check_round_trips(folder)
        check_bad_files(folder)
        check_files(folder)
    print("npy_oracle: files equal, bad files refused")


main()
