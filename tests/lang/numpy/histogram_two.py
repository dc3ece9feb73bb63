# Histograms of two dimensions: values outside, on edges, NaN; weights, density, edges given.
# expect-oracle
import numpy as np
x = (np.arange(3000) * 7919 % 1009) / 1009
y = (np.arange(3000) * 104729 % 997) / 500 - 1
w = (np.arange(3000) % 7).astype(np.float64)
for weights in (None, w):
    for density in (False, True):
        h, a, b = np.histogram2d(x, y, bins=[4, 3], weights=weights, density=density)
        print(h, a, b)
        h, a, b = np.histogram2d(x, y, bins=3, range=[[0.25, 0.5], [-0.5, 0.5]], weights=weights, density=density)
        print(h, a, b)
        print(np.histogram2d(x, y, bins=[np.array([0.0, 0.1, 0.5]), np.array([-1.0, 0.0, 0.25])], weights=weights, density=density)[0])
z = np.where(x > 0.5, np.nan, x)
print(np.histogram2d(z, y, bins=[np.array([0.0, 0.1, 0.5]), np.array([-1.0, 0.0, 1.0])])[0])
print(np.histogram2d(x[:0], y[:0], bins=2)[0], np.histogram2d(x[:1], y[:1], bins=2)[0])
print(np.histogram2d(np.round(x, 1), np.round(y, 1), bins=10, range=((0, 1), (-1, 1)))[0])
print(np.histogramdd((x, y, w), bins=2)[0], np.histogramdd((x, y), bins=3, weights=w, density=True)[0])
print(np.histogram2d(np.arange(9), np.arange(9)[::-1], bins=3, weights=np.arange(9))[0], np.histogram2d(x.astype(np.float32), y, bins=2)[0])
