# expect-oracle
# flags: --target=omp --threads=5 --parallel-from=1
# Whole arrays are folded by parts, which for sums are nodes of NumPy's tree; axes by results.
import numpy as np


def whole(a, i, z, f):
    return (a.sum(), (a * a - 1.0).sum(), a.min(), a.max(), np.abs(a).sum(), i.sum(), i.max(), i.min(),
            (i > 5000).any(), (i >= 0).all(), z.sum(), f.sum(), (f * 2).sum(), a.mean(), a.var(), a.std(),
            np.count_nonzero(i > 20), a[::3].sum(), i[1::7].sum(), i[1::7].max())


def axes(m):
    return m.sum(axis=1), m.sum(axis=0), m.max(axis=1), m.min(axis=0), m.argmax(axis=1), m.argmin(axis=0), \
        (m - m.mean(axis=1, keepdims=True)).std(axis=1), m.prod(axis=1), (m > 0).any(axis=1)


def softmax(m):
    e = np.exp(m - m.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


for n in (2, 65535, 65536, 65537, 100001, 262144, 300007):
    a = (np.arange(n) * 7907 % 9973) / 7.0 - 711.0
    i = np.arange(n) * 7919 % 10007
    for x in whole(a, i, a + 1j * a[::-1], a.astype(np.float32)):
        print(repr(x))

m = ((np.arange(130 * 517) * 7907 % 9973) / 7e3 - 0.7).reshape(130, 517)
for x in axes(m):
    print(x.shape, x.dtype, x[:5], x[-3:])
for x in axes(np.ascontiguousarray(m.T)):
    print(x.shape, x.dtype, x[:5], x[-3:])
d = m[:, None, :3] - m[None, :50, :3]
print((d * d).sum(axis=-1)[::40, ::17], (d ** 2).sum(axis=0)[:3], d.max(axis=(0, 1)))
wide = ((np.arange(9 * 40003) * 7907 % 9973) / 7e3 - 0.7).reshape(9, 40003)
print(wide.sum(axis=0)[::9999], wide.sum(axis=1), wide.max(axis=0)[:4], wide.sum())
print(np.round(softmax(m)[::50, ::200] * 1e9))
