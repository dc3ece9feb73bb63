"""Prints what a kernel of the showcase computed and writes its picture. usage: report.py KERNEL

The last line is a number that depends on the whole result; the C program prints the same one.
"""

import sys

import image
import numpy as np


def simulator():
    r: "float64[:, :]" = np.load("simulator/r.npy")
    print("first particles", r[0].round(4), r[1].round(4), "centre of all", r.mean(axis=0).round(4))
    print(r.sum())


def distances():
    matrix: "float64[:, :]" = np.load("distances/return.npy")
    n = matrix.shape[0]
    print(f"{n} x {n} distances, mean {matrix.mean():.4f}, greatest {matrix.max():.4f}")
    print(matrix.sum())


def kmeans():
    labels: "int64[:]" = np.load("kmeans/return.npy")
    centres: "float64[:, :]" = np.load("kmeans/centres.npy")
    rgb: "uint8[:, :, :]" = np.load("rgb.npy")
    counts = np.bincount(labels, minlength=centres.shape[0])
    most = counts.argmax()
    print(f"{centres.shape[0]} colours; {counts[most]} of {labels.size} pixels are", centres[most].round(1))
    image.write("eight-colours.png", np.round(centres[labels]).astype(np.uint8).reshape(rgb.shape))
    print(labels.sum())


def threshold():
    picture: "uint8[:, :]" = np.load("threshold/return.npy")
    print(f"{100 * (picture > 0).mean():.2f} % of {picture.size} pixels are light")
    image.write("threshold.png", picture)
    print(picture.sum())


def mandelbrot():
    counts: "int64[:, :]" = np.load("mandelbrot/return.npy")
    limit = counts.max()
    print(f"{(counts == limit).sum()} of {counts.size} points stay for {limit} steps")
    t = (counts % 64) / 64.0
    rgb = np.stack([9.0 * (1.0 - t) * t**3, 15.0 * (1.0 - t) ** 2 * t**2, 8.5 * (1.0 - t) ** 3 * t], axis=-1)
    rgb[counts == limit] = 0.0
    image.write("mandelbrot.png", (255.0 * np.clip(rgb, 0.0, 1.0)).astype(np.uint8))
    print(counts.sum())


kernel = sys.argv[1]
if kernel == "simulator":
    simulator()
elif kernel == "distances":
    distances()
elif kernel == "kmeans":
    kmeans()
elif kernel == "threshold":
    threshold()
else:
    mandelbrot()
