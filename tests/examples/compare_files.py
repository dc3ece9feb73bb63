"""Compares .npy files and pictures of two folders by value; prints what differs.

usage: compare_files.py TOLERANCE FOLDER FOLDER NAME...

Run by the oracle's Python. Pictures are read by examples/image.py, which so reads what libpng wrote,
with every filter that libpng chose.
"""

import os
import sys

import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "examples"))
sys.dont_write_bytecode = True
import image  # noqa: E402


def array_of(path):
    return np.load(path) if path.endswith(".npy") else image.read(path)


def difference(expected, actual, tolerance):
    """What is not the same, or nothing."""
    if (expected.dtype, expected.shape) != (actual.dtype, actual.shape):
        return f"{actual.dtype}{actual.shape} instead of {expected.dtype}{expected.shape}"
    if expected.dtype.kind in "fc":
        same = np.isclose(actual, expected, rtol=tolerance, atol=0.0, equal_nan=True)
    else:
        same = actual == expected
    return "" if same.all() else f"{np.count_nonzero(~same)} of {same.size} items differ"


def main():
    tolerance, expected, actual, *names = sys.argv[1:]
    for name in names:
        pair = [array_of(os.path.join(folder, name)) for folder in (expected, actual)]
        if said := difference(*pair, float(tolerance)):
            print(f"{name}: {said}")


if __name__ == "__main__":
    main()
