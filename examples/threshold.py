"""A photograph to grey, and to black and white by Otsu's threshold.

Otsu's method takes the threshold that separates the grey levels best: the one with the greatest
variance between the two classes. Run it in this folder, or name the file: threshold.py
data/chelsea.png. Writes grey.png and threshold.png.
"""

import sys

import image
import numpy as np


def to_grey(rgb):
    """Luma as television defines it (ITU-R BT.601), rounded to uint8."""
    weights = np.array([0.299, 0.587, 0.114])
    return np.round((rgb * weights).sum(axis=2)).astype(np.uint8)


def otsu(grey):
    """The greatest level of the dark class."""
    counts = np.bincount(grey.ravel(), minlength=256)
    levels = np.arange(256)
    dark = np.cumsum(counts)
    light = grey.size - dark
    dark_sum = np.cumsum(counts * levels)
    light_sum = dark_sum[-1] - dark_sum
    # A threshold that leaves a class empty separates nothing: maximum() keeps 0/0 out of the way.
    difference = dark_sum / np.maximum(dark, 1) - light_sum / np.maximum(light, 1)
    return (dark * light * difference**2).argmax()


path = sys.argv[1] if len(sys.argv) > 1 else "data/chelsea.png"
rgb: "uint8[:, :, :]" = image.read(path)
grey = to_grey(rgb)
level = otsu(grey)
mask = grey > level

print("picture:", rgb.shape, rgb.dtype)
print(f"grey: darkest {grey.min()}, lightest {grey.max()}, mean {grey.mean():.4f}")
print("threshold:", level)
print(f"light pixels: {np.count_nonzero(mask)} ({100 * mask.mean():.2f} %)")

image.write("grey.png", grey)
image.write("threshold.png", np.where(mask, 255, 0).astype(np.uint8))
