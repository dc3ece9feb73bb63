# expect-oracle
# Places of extremes: along runs, along other axes, of what is computed; NaN, ties, infinities.
import numpy as np


def nearest(x, c):
    d = ((x[:, None] - c[None]) ** 2).sum(-1)
    return d.argmin(1)


def farthest(x, y):
    return np.abs(x[:, None] - y).argmax(axis=1), np.abs(x[:, None] - y).argmax(axis=0)


def places(v):
    return v.argmin(), v.argmax(), (v * 2 - 1).argmin(), np.argmax(-v)


rng = np.random.default_rng(7)
for n in (1, 2, 7, 8, 31, 33, 64, 511, 512, 513, 1025, 2500):
    v = rng.integers(0, 50, n) * 0.5
    print(places(v), places(v[::-1]), places(v[::2]), places(v.astype(np.float32)))
    print(places(v.astype(np.int16)), places(v.astype(np.uint8)), places((v > 3).astype(np.int64)))
    print((v > 3).argmax(), (v > 3).argmin())
    v[n // 2] = np.nan
    v[-1] = np.nan
    print(places(v), places(v.astype(np.float32)))
    v[:] = np.inf
    print(places(v))
    v[:] = -np.inf
    print(places(v))
    v[n - 1] = np.nan
    print(places(v))

for shape in ((3, 5), (40, 3), (5, 600), (1, 1), (17, 1), (2, 1030)):
    x = rng.integers(0, 9, shape) * 1.0
    print(x.argmin(axis=0), x.argmax(axis=1), x.argmin(), x.T.argmax(axis=0), x.T.argmin(1))
    print(np.argmax(x, axis=-1, keepdims=True), np.argmin(x + x, axis=0, keepdims=True))
    print(x[:, ::-1].argmin(1), x[::2].argmax(0), (x * x).argmin(1))
    x[0, shape[1] // 2] = np.nan
    x[-1, -1] = np.nan
    print(x.argmin(axis=0), x.argmax(axis=1), (x + 1).argmin(axis=1), (x + 1).argmin(axis=0))

z = rng.integers(0, 4, (3, 4, 5)) * 1.0
print(z.argmin(0), z.argmin(1), z.argmin(2), z.argmax(), (z - 1).argmax(1), (z - 1).argmax(2))
print(np.zeros((0, 3)).argmin(1), np.zeros((3, 0)).argmin(0))

for n in (1, 3, 8, 16, 21):
    pts = rng.integers(0, 9, (n, 3)) * 1.0
    centres = rng.integers(0, 9, (4, 3)) * 1.0
    print(nearest(pts, centres), nearest(pts.astype(np.float32), centres.astype(np.float32)))
    print(farthest(pts[:, 0], centres[:, 1]))
pts[0, 0] = np.nan
centres[2, 1] = np.nan
print(nearest(pts, centres))
out = np.zeros(4, np.int64)
z[0].argmin(1)
np.argmin(z[0], axis=1, out=out[:4])
print(out)
