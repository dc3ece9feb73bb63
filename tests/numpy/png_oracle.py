"""image.read and image.write against a plain PNG codec of a few lines, and damaged files."""
import ctypes as C
import os
import struct
import sys
import tempfile
import zlib

import numpy as np

from rtlib import Failure, Runtime, View, view_of

rt = Runtime()
GREY, RGB, PALETTE, GREY_ALPHA, RGBA = 0, 2, 3, 4, 6
CHANNELS = {GREY: 1, RGB: 3, PALETTE: 1, GREY_ALPHA: 2, RGBA: 4}
PASSES = [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2),
          (1, 0, 2, 1)]  # Adam7: first row and column, steps


def chunk(kind, data):
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def pack_rows(samples, depth):
    """Scan lines without filters: samples is (h, w, c)."""
    out = b""
    for row in samples.reshape(samples.shape[0], -1):
        if depth == 16:
            line = row.astype(">u2").tobytes()
        elif depth == 8:
            line = row.astype("u1").tobytes()
        else:
            bits = ((row[:, None] >> np.arange(depth - 1, -1, -1)) & 1).astype("u1").reshape(-1)
            line = np.packbits(bits).tobytes()
        out += b"\0" + line
    return out


def encode(samples, kind, depth, palette=None, transparent=None, interlaced=False):
    height, width = samples.shape[:2]
    if interlaced:
        parts = [samples[r::dr, c::dc] for r, c, dr, dc in PASSES]
        raw = b"".join(pack_rows(p, depth) for p in parts if p.size)
    else:
        raw = pack_rows(samples, depth)
    out = b"\x89PNG\r\n\x1a\n"
    out += chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0,
                                      int(interlaced)))
    if palette is not None:
        out += chunk(b"PLTE", palette.astype("u1").tobytes())
    if transparent is not None:
        out += chunk(b"tRNS", transparent)
    return out + chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b"")


def decode(data):
    """8- and 16-bit pictures without interlacing, every filter."""
    at, idat, head = 8, b"", None
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at:at + 8])
        body = data[at + 8:at + 8 + size]
        if kind == b"IHDR":
            head = struct.unpack(">IIBBBBB", body)
        elif kind == b"IDAT":
            idat += body
        at += size + 12
    width, height, depth, kind = head[:4]
    pixel = CHANNELS[kind] * depth // 8
    raw, line = zlib.decompress(idat), width * pixel
    above, out = bytearray(line), []
    for y in range(height):
        filter_type, row = raw[y * (line + 1)], bytearray(raw[y * (line + 1) + 1:][:line])
        for i in range(line):
            a = row[i - pixel] if i >= pixel else 0
            b, c = above[i], above[i - pixel] if i >= pixel else 0
            p = a + b - c
            paeth = min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]
            row[i] = (row[i] + [0, a, b, (a + b) // 2, paeth][filter_type]) & 255
        out.append(bytes(row))
        above = row
    array = np.frombuffer(b"".join(out), ">u2" if depth == 16 else "u1")
    shape = (height, width) if CHANNELS[kind] == 1 else (height, width, CHANNELS[kind])
    return array.astype("u2" if depth == 16 else "u1").reshape(shape)


def read(path, raw=None):
    if raw is not None:
        with open(path, "wb") as file:
            file.write(raw)
    view = View()
    rt.call("hpc_image_read", C.byref(view), path.encode())
    return rt.take(view)[0]


def write(path, array):
    rt.call("hpc_image_write", path.encode(), C.byref(view_of(array)))


def expect_equal(what, got, want):
    if got.dtype != want.dtype or got.shape != want.shape or not np.array_equal(got, want):
        sys.exit(f"png_oracle: {what}: got {got.dtype} {got.shape}, want {want.dtype} {want.shape}")


def check_reading(path):
    rng = np.random.default_rng(1)
    for kind, depth in [(GREY, d) for d in (1, 2, 4, 8, 16)] + [
            (k, d) for k in (RGB, GREY_ALPHA, RGBA) for d in (8, 16)]:
        for interlaced in (False, True):
            for height, width in ((1, 1), (5, 7), (16, 9), (33, 2)):
                x = rng.integers(0, 2**depth, (height, width, CHANNELS[kind]))
                want = x if depth >= 8 else x * (255 // (2**depth - 1))
                want = want.astype("u2" if depth == 16 else "u1")
                want = want[..., 0] if kind == GREY else want
                got = read(path, encode(x, kind, depth, interlaced=interlaced))
                expect_equal(f"{kind} {depth} {interlaced}", got, want)
    for depth in (1, 2, 4, 8):
        palette = rng.integers(0, 256, (2**depth, 3)).astype("u1")
        alpha = rng.integers(0, 256, 2**depth).astype("u1")
        x = rng.integers(0, 2**depth, (9, 11, 1))
        expect_equal("palette", read(path, encode(x, PALETTE, depth, palette)),
                     palette[x[..., 0]])
        both = np.concatenate([palette, alpha[:, None]], axis=1)
        expect_equal("palette with alpha",
                     read(path, encode(x, PALETTE, depth, palette, alpha.tobytes())),
                     both[x[..., 0]])
    x = rng.integers(0, 4, (6, 6, 1))
    want = np.stack([x[..., 0], np.where(x[..., 0] == 2, 0, 255)], axis=2).astype("u1")
    expect_equal("grey with a transparent level",
                 read(path, encode(x, GREY, 8, None, struct.pack(">H", 2))), want)


def check_writing(path):
    rng = np.random.default_rng(2)
    for dtype in ("u1", "u2"):
        for shape in ((1, 1), (7, 5), (4, 6, 1), (4, 6, 2), (4, 6, 3), (12, 3, 4)):
            x = rng.integers(0, 256 if dtype == "u1" else 65536, shape).astype(dtype)
            for y in (x, x[::-1], x[:, ::2], x.swapaxes(0, 1), np.asfortranarray(x)):
                write(path, y)
                want = y[..., 0] if y.ndim == 3 and y.shape[2] == 1 else y
                expect_equal("write", decode(open(path, "rb").read()), want)
                expect_equal("write and read", read(path), np.ascontiguousarray(want))


def check_damaged(path):
    rng = np.random.default_rng(3)
    x = rng.integers(0, 256, (20, 30, 3))
    good = encode(x, RGB, 8)
    bomb = good[:8] + chunk(b"IHDR", struct.pack(">IIBBBBB", 2**31 - 1, 2**31 - 1, 16, 6, 0, 0, 0))
    wide = good[:8] + chunk(b"IHDR", struct.pack(">IIBBBBB", 10**6, 10**6, 16, 6, 0, 0, 0))
    cases = [good[:n] for n in range(0, len(good) - 16, 11)]
    cases += [b"", b"GIF89a", bytes(1000), bomb, bomb + good[33:], wide + good[33:],
              good[:8] + good[33:], encode(x, PALETTE, 8)]
    for raw in cases:
        try:
            read(path, raw)
        except Failure as failure:
            assert str(failure).startswith("ValueError: "), failure
        else:
            sys.exit(f"png_oracle: damaged file of {len(raw)} bytes was read")
    for _ in range(2000):  # any outcome but a crash
        raw = bytearray(good)
        for _ in range(int(rng.integers(1, 4))):
            raw[int(rng.integers(len(raw)))] = int(rng.integers(256))
        try:
            read(path, bytes(raw))
        except Failure:
            pass


def check_failures(folder):
    path = os.path.join(folder, "x.png")
    for text, array in (("TypeError", np.zeros((3, 3))), ("ValueError", np.zeros(3, "u1")),
                        ("ValueError", np.zeros((0, 3), "u1")),
                        ("ValueError", np.zeros((2, 3, 5), "u1"))):
        try:
            write(path, array)
        except Failure as failure:
            assert text in str(failure), failure
        else:
            sys.exit(f"png_oracle: no {text}")
    picture = np.arange(60, dtype="u1").reshape(4, 5, 3)
    write(path, picture)
    for call in (lambda: write(path, picture[::-1]), lambda: read(path)):
        before = sorted(os.listdir(folder)), open(path, "rb").read()
        for count in range(1, 40):
            rt.fail_at(count)
            try:
                call()
            except Failure as failure:
                assert "MemoryError" in str(failure), failure
                assert (sorted(os.listdir(folder)), open(path, "rb").read()) == before
            else:
                break
            assert rt.live() == 0, rt.live()
    rt.fail_at(0)
    full = os.path.join(folder, "full.png")
    os.symlink("/dev/full", full)
    try:
        write(full, picture)
    except Failure as failure:
        assert "OSError: [Errno 28] No space left on device" in str(failure), failure
    else:
        sys.exit("png_oracle: a full disk went unnoticed")


def main():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "picture.png")
        check_reading(path)
        check_writing(path)
        check_damaged(path)
        os.remove(path)
        check_failures(folder)
    assert rt.live() == 0, rt.live()
    print("png_oracle: pictures equal, damaged files refused")


main()
