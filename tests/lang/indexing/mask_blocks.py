# expect-oracle
# What masks select, for blocks of every width, masks that hold often or hardly ever, of any layout.
import numpy as np


def show(a, mask):
    r = a[mask]
    print(r.shape, r.sum(), (r.reshape(-1) * np.arange(r.size)).sum())


for n in (1, 7, 63, 64, 65, 200, 1000):
    for every in (1, 2, 9, 50, 3000):
        mask = np.arange(n) * 7 % every == 0
        show(np.arange(n).astype(np.int8), mask)
        show(np.arange(n) * 1.5, mask)
        show(np.arange(n) + 1j, mask)
        for width in (1, 2, 3, 4, 5, 8):
            show(np.arange(n * width).reshape(n, width), mask)
            show(np.arange(n * width).reshape(n, width).astype(np.int16), mask)
        wide = np.arange(2 * n) * 5 % every == 0
        show(np.arange(3.0 * n).reshape(n, 3), wide[::2])
        show(np.arange(2 * n * 4).reshape(2 * n, 4)[::-2], mask)
        pairs = np.arange(n * 6).reshape(n, 6) % (every + 1) == 0
        show(np.arange(n * 6).reshape(n, 6), pairs)
        show(np.arange(n * 24).reshape(n, 6, 4), pairs)
