"""image.read and image.write for CPython: PNG files of 8 bits a sample as arrays of uint8.

hpcc has a module of this name built in and does not look at this file; it is here so that the
examples run under CPython with nothing but NumPy. An array is (height, width) for grey and
(height, width, channels) for grey with alpha (2 channels), RGB (3) and RGBA (4).
"""

import struct
import zlib

import numpy as np

SIGNATURE = b"\x89PNG\r\n\x1a\n"
CHANNELS_OF_COLOUR_TYPE = {0: 1, 2: 3, 4: 2, 6: 4}
COLOUR_TYPE_OF_CHANNELS = {channels: kind for kind, channels in CHANNELS_OF_COLOUR_TYPE.items()}


def read(path):
    """The picture in a PNG file, as an array of uint8."""
    with open(path, "rb") as file:
        data = file.read()
    if not data.startswith(SIGNATURE):
        raise ValueError(f"{path} is not a PNG file")
    header = None
    compressed = b""
    for kind, body in _chunks(data):
        if kind == b"IHDR":
            header = struct.unpack(">IIBBBBB", body)
        elif kind == b"IDAT":
            compressed += body
    width, height, depth, colour_type, _, _, interlaced = header
    if depth != 8 or colour_type not in CHANNELS_OF_COLOUR_TYPE or interlaced:
        raise ValueError(f"{path}: only plain pictures of 8 bits a sample are supported")
    channels = CHANNELS_OF_COLOUR_TYPE[colour_type]
    samples = _unfilter(zlib.decompress(compressed), height, width * channels, channels)
    return samples.reshape(height, width) if channels == 1 else samples.reshape(height, width, channels)


def write(path, picture):
    """Writes an array of uint8 as a PNG file."""
    picture = np.ascontiguousarray(picture)
    if picture.dtype != np.uint8:
        raise TypeError(f"a picture is an array of uint8, not {picture.dtype}")
    channels = 1 if picture.ndim == 2 else picture.shape[2]
    height, width = picture.shape[:2]
    header = struct.pack(">IIBBBBB", width, height, 8, COLOUR_TYPE_OF_CHANNELS[channels], 0, 0, 0)
    # A row starts with the number of its filter; 0 leaves the samples as they are.
    rows = np.zeros((height, 1 + width * channels), np.uint8)
    rows[:, 1:] = picture.reshape(height, width * channels)
    with open(path, "wb") as file:
        file.write(SIGNATURE)
        file.write(_chunk(b"IHDR", header))
        file.write(_chunk(b"IDAT", zlib.compress(rows.tobytes())))
        file.write(_chunk(b"IEND", b""))


def _chunk(kind, body):
    """A chunk: its length, kind and body, and a checksum of the two last."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _chunks(data):
    """The (kind, body) of each chunk of a PNG file."""
    at = len(SIGNATURE)
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + 8 + length]
        if data[at : at + 12 + length] != _chunk(kind, body):
            raise ValueError("the PNG file is damaged")
        yield kind, body
        at += 12 + length


def _unfilter(data, height, length, channels):
    """The samples of `height` rows of `length` bytes, each after the number of its filter."""
    rows = np.frombuffer(data, np.uint8).reshape(height, 1 + length)
    samples = np.zeros((height, length), np.uint8)
    above = np.zeros(length, np.uint8)
    for y in range(height):
        kind, row = rows[y, 0], rows[y, 1:]
        if kind == 0:
            samples[y] = row
        elif kind == 1:  # the difference to the pixel on the left: undone by a running sum
            samples[y] = np.cumsum(row.reshape(-1, channels), axis=0, dtype=np.uint8).ravel()
        elif kind == 2:  # the difference to the pixel above
            samples[y] = row + above
        elif kind in (3, 4):
            predict = _average if kind == 3 else _paeth
            samples[y] = _undo(predict, row.tolist(), above.tolist(), channels)
        else:
            raise ValueError("the PNG file is damaged")
        above = samples[y]
    return samples


def _undo(predict, row, above, channels):
    """Adds to each byte of a row what its neighbours predict: left, above, and above left."""
    for i in range(len(row)):
        left = row[i - channels] if i >= channels else 0
        corner = above[i - channels] if i >= channels else 0
        row[i] = (row[i] + predict(left, above[i], corner)) & 255
    return row


def _average(left, above, corner):
    return (left + above) // 2


def _paeth(left, above, corner):
    """The neighbour nearest to left + above - corner."""
    from_left = abs(above - corner)
    from_above = abs(left - corner)
    from_corner = abs(left + above - 2 * corner)
    if from_left <= from_above and from_left <= from_corner:
        return left
    return above if from_above <= from_corner else corner
