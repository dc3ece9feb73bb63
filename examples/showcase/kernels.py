"""The kernels that the showcase times: hpcc compiles them, CPython runs them with NumPy."""

import numpy as np


def simulator(r, speeds, timestep, nsteps):
    """Moves particles on circles around the origin, in place; r is (n, 2)."""
    for _ in range(nsteps):
        norm = np.sqrt((r**2).sum(axis=1))
        v = r[:, [1, 0]]
        v[:, 0] *= -1
        v /= norm[:, np.newaxis]
        r += timestep * speeds[:, np.newaxis] * v


def distances(points):
    """The distances between all pairs of points; points is (n, d)."""
    d = points[:, np.newaxis, :] - points[np.newaxis, :, :]
    return np.sqrt((d * d).sum(axis=2))


def nearest(points, centres):
    return ((points[:, np.newaxis, :] - centres[np.newaxis, :, :]) ** 2).sum(axis=2).argmin(axis=1)


def kmeans(points, centres, rounds):
    """Moves the centres to the means of the points nearest to them; returns each point's centre."""
    k = centres.shape[0]
    for _ in range(rounds):
        labels = nearest(points, centres)
        counts = np.bincount(labels, minlength=k)
        for axis in range(points.shape[1]):
            sums = np.bincount(labels, weights=points[:, axis], minlength=k)
            centres[:, axis] = sums / counts
    return nearest(points, centres)


def threshold(rgb):
    """A picture in black and white: grey levels, their histogram, Otsu's threshold."""
    weights = np.array([0.299, 0.587, 0.114])
    grey = np.round((rgb * weights).sum(axis=2)).astype(np.uint8)
    counts = np.bincount(grey.ravel(), minlength=256)
    dark = np.cumsum(counts)
    light = grey.size - dark
    dark_sum = np.cumsum(counts * np.arange(256))
    light_sum = dark_sum[-1] - dark_sum
    difference = dark_sum / np.maximum(dark, 1) - light_sum / np.maximum(light, 1)
    level = (dark * light * difference**2).argmax()
    return np.where(grey > level, 255, 0).astype(np.uint8)


def mandelbrot(n, steps):
    """For n x n points the steps until z*z + c escapes, by loops."""
    counts = np.zeros((n, n), dtype=np.int64)
    for i in range(n):
        for j in range(n):
            cx = -2.0 + 3.0 * j / n
            cy = -1.5 + 3.0 * i / n
            x = 0.0
            y = 0.0
            k = 0
            while k < steps and x * x + y * y <= 4.0:
                x, y = x * x - y * y + cx, 2.0 * x * y + cy
                k += 1
            counts[i, j] = k
    return counts
