# expect-oracle
# np.add.reduceat adds each segment in NumPy's order, for any layout and axis: the first element, and the
# pairwise sum of the others; float16 is rounded at the end of a segment.
import numpy as np

r = np.random.default_rng(3)
a = r.normal(size=(40, 37))
for x in (a, a.T, a[::-1, ::2]):
    for axis in (0, 1):
        y = np.add.reduceat(x, [0, 9, 3, 12], axis=axis)
        print(y.sum(), y.ravel()[:3].tolist(), y[-1, -1])
        print(np.multiply.reduceat(x, [5, 6, 2], axis=axis).ravel()[:3].tolist())
        print(np.add.reduceat(x.astype(np.float32), [1, 17], axis=axis).ravel()[:4].tolist())
        print(np.add.reduceat(x.astype(np.float16), [0], axis=axis).ravel()[:4].tolist())
        print(np.multiply.reduceat(x.astype(np.float16), [0, 8], axis=axis).ravel()[:4].tolist())
        print(np.add.reduceat(x + 1j * x, [0, 2], axis=axis).ravel()[:2].tolist())
b = r.normal(size=500)
print(np.add.reduceat(b, [0, 100, 300, 20, 21]).tolist(), np.add.reduceat(b[::2], [0, 100, 20, 21]).tolist())
print(np.add.reduceat(np.array([-0.0, -0.0, 1.0]), [0, 1]), np.add.reduceat(np.arange(9), [0, 4, 2]))
