"""Files that the command's tests are given: .npy and .png, good, damaged and hostile. Only what
Python itself has is used."""

import struct
import zlib

SIZES = {"<f8": 8, "<f4": 4, "<i8": 8, "|i1": 1, "|b1": 1}
CODES = {"<f8": "d", "<f4": "f", "<i8": "q", "|i1": "b", "|b1": "?"}


def npy_header(descr, shape, fortran=False, text=None):
    """A version 1.0 header; text replaces the dictionary."""
    if text is None:
        dims = "(" + "".join(f"{extent}," for extent in shape) + ")"
        text = f"{{'descr': {descr!r}, 'fortran_order': {fortran}, 'shape': {dims}, }}"
    text = text.encode() if isinstance(text, str) else text
    text += b" " * (-(len(text) + 11) % 64) + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text


def npy(values, descr="<f8", shape=None, fortran=False):
    shape = (len(values),) if shape is None else shape
    return npy_header(descr, shape, fortran) + struct.pack(f"<{len(values)}{CODES[descr]}", *values)


def read_npy(path):
    """(descr, shape, fortran, values) of a file that the command wrote."""
    with open(path, "rb") as file:
        data = file.read()
    assert data[:8] == b"\x93NUMPY\x01\x00", data[:8]
    (length,) = struct.unpack("<H", data[8:10])
    header = eval(data[10 : 10 + length], {"__builtins__": {}})  # our own command wrote it
    count = (len(data) - 10 - length) // SIZES[header["descr"]]
    values = struct.unpack(f"<{count}{CODES[header['descr']]}", data[10 + length :])
    return header["descr"], header["shape"], header["fortran_order"], list(values)


def hostile_npy():
    """(name, bytes) of files that must be refused."""
    good = npy([1.0, 2.0, 3.0, 4.0])
    files = [(f"cut at {at}", good[:at]) for at in (0, 1, 5, 6, 7, 9, 10, 20, 100, 127, 128, 130, 159)]
    shapes = [
        (1 << 62,),
        (1 << 63,),
        (1 << 40, 1 << 40),
        (1 << 64,),
        (-1,),
        (10**30,),
        (3, -4),
        (1,) * 64,
    ]
    files += [(f"shape {shape}", npy_header("<f8", shape)) for shape in shapes]
    files += [
        ("bad magic", b"\x93NUMPI" + good[6:]),
        ("version 9", good[:6] + b"\x09\x00" + good[8:]),
        ("length of 4 GiB", b"\x93NUMPY\x02\x00\xff\xff\xff\xff" + good[10:]),
        ("objects", npy_header("|O", (2,)) + b"\x80\x04N."),
        ("unknown dtype", npy_header("<q9", (2,)) + bytes(16)),
        ("text for a shape", npy_header(None, None, text="{'descr': '<f8', 'fortran_order': False, 'shape': 'a'}")),
        ("code for a header", npy_header(None, None, text="__import__('os').system('touch hacked')")),
        ("nested header", npy_header(None, None, text="(" * 5000)),
        ("NUL in the header", npy_header(None, None, text=b"{'descr': '<f8\0', 'fortran_order': False, 'shape': (1,)}")),
        ("bytes above 127", npy_header(None, None, text=b"{'descr': '\xff\xfe', 'fortran_order': False, 'shape': (1,)}")),
        ("missing key", npy_header(None, None, text="{'descr': '<f8', 'shape': (1,)}")),
        ("too little data", npy_header("<f8", (1000,)) + bytes(8)),
        ("a text file", b"1.0 2.0\n"),
    ]
    return files


# ---- PNG ----------------------------------------------------------------------------------------


def chunk(kind, data, crc=None):
    checksum = zlib.crc32(kind + data) if crc is None else crc
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)


def png(width=4, height=3, bits=8, color=2, data=None):
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[color]
    rows = b"".join(
        b"\0" + bytes((x + y) % 256 for x in range(width * channels)) for y in range(height)
    )
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, color, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(rows if data is None else data))
        + chunk(b"IEND", b"")
    )


def header_only(width, height):
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(b"\0"))
        + chunk(b"IEND", b"")
    )


def hostile_png():
    good = png()
    files = [(f"cut at {at}", good[:at]) for at in (0, 4, 8, 12, 20, 30, 40, 50, len(good) - 14)]
    files += [
        ("width of 2 GiB", header_only(0x7FFFFFFF, 1)),
        ("2 GiB square", header_only(0x7FFFFFFF, 0x7FFFFFFF)),
        ("no width", header_only(0, 3)),
        ("bad checksum of the header", good[:29] + b"\0\0\0\0" + good[33:]),
        ("too little data", png(data=b"\0\1\2")),
        ("damaged data", good[:45] + b"\xff\xff\xff" + good[48:]),
        ("chunk of 4 GiB", good[:33] + b"\xff\xff\xff\xff" + good[37:]),
        ("a text file", b"P6 2 2 255\n"),
    ]
    return files
