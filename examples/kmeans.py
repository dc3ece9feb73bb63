"""K-means on Fisher's measurements of 150 irises of three species.

The algorithm sees four lengths a flower and not the species; the table at the end shows how well
its clusters match them. Run it in this folder, or name the file: kmeans.py data/iris.csv
"""

import sys

import numpy as np


def assign(points, centres):
    """The nearest centre of each point, and the squared distance to it."""
    d = ((points[:, np.newaxis, :] - centres[np.newaxis, :, :]) ** 2).sum(axis=2)
    return d.argmin(axis=1), d.min(axis=1)


def first_centres(points, k):
    """The first point, then again and again the point farthest from the centres so far."""
    centres = points[:k].copy()
    nearest = ((points - centres[0]) ** 2).sum(axis=1)
    for i in range(1, k):
        centres[i] = points[nearest.argmax()]
        nearest = np.minimum(nearest, ((points - centres[i]) ** 2).sum(axis=1))
    return centres


def kmeans(points, k):
    """Centres and labels, once no point changes its cluster; and the number of rounds."""
    centres = first_centres(points, k)
    labels, _ = assign(points, centres)
    rounds = 0
    changed = True
    while changed:
        for i in range(k):
            centres[i] = points[labels == i].mean(axis=0)
        before = labels
        labels, _ = assign(points, centres)
        changed = (labels != before).any()
        rounds += 1
    return centres, labels, rounds


path = sys.argv[1] if len(sys.argv) > 1 else "data/iris.csv"
table: "float64[:, :]" = np.loadtxt(path, delimiter=",", ndmin=2)
points = table[:, :4]
species = table[:, 4].astype(np.int64)

centres, labels, rounds = kmeans(points, 3)
_, squares = assign(points, centres)
print("rounds:", rounds)
print("centres, in cm:")
print(centres.round(3))
print(f"sum of squares within clusters: {squares.sum():.4f}")

print("species by cluster:")
counts = np.zeros((3, 3), dtype=np.int64)
for s, c in zip(species, labels):
    counts[s, c] += 1
print(counts)
