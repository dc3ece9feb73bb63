# expect-oracle
# A masked store of elements of the same memory: NumPy moves runs of true in turn, without a copy.
import numpy as np
def show(z):
    print(z.ravel().tolist())
r = np.random.default_rng(5)
for n in (7, 40, 100):
    for off in (0, 1, 3):
        m = r.random(n) < 0.7
        k = min(int(m.sum()), n - off)
        m[np.flatnonzero(m)[k:]] = False
        z = np.arange(n) * 1.5
        z[m] = z[off:off + k]
        show(z)
        z = np.arange(n).astype(np.int8)
        z[m] = z[::-1][off:off + k]
        show(z)
        z = np.arange(2 * n)
        z[::2][m] = z[off:off + k]
        show(z)
        z = np.arange(2 * n)
        z[::-2][m] = z[::2][off:off + k]
        show(z)
        z = np.arange(n) + 1j
        z[m] = z[3:4]
        show(z)
        if n == 40:
            z = np.arange(n).reshape(5, 8)
            q = m.reshape(5, 8)
            z[q] = z.ravel()[off:off + k]
            show(z)
            z = np.arange(80).reshape(5, 16)
            z[:, ::2][q] = z.ravel()[off:off + k]
            show(z)
            z = np.arange(80).reshape(16, 5).T
            z[:, 3:11][q] = z[2, :1]
            show(z)
            z = np.arange(40).reshape(5, 8)
            t = np.array([True, False, True, True, False])
            z[t] = z[1:4]
            show(z)
