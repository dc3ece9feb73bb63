# Chains of float16 operations are done in vectors side by side; each operation rounds.
# expect-oracle
import numpy as np
def f(a, b):
    return ((a * b + a) * b - a) * b + 1
for n in (1, 31, 63, 64, 65, 127, 128, 200):
    a = (np.arange(n) % 37 / 7 - 2).astype(np.float16)
    b = (np.arange(n) % 11 * 1.7).astype(np.float16)
    print(n, f(a, b).view(np.uint16).sum(), f(a, b)[-3:], f(a[::2], b[::2])[-3:], f(a[:, np.newaxis], b)[-1, -3:])
