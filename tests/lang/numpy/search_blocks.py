# expect-oracle
import numpy as np

for dtype in (np.float64, np.float32, np.int16, np.uint8, np.complex128, np.float16):
    keys = (np.arange(100) * 37 % 64).astype(dtype)
    for n in (0, 1, 2, 3, 7, 8, 33):
        s = np.sort((np.arange(n) * 29 % 50).astype(dtype))
        print(np.searchsorted(s, keys).sum(), np.searchsorted(s, keys, side="right").tolist())
f = np.array([1.0, 2.0, 2.0, np.inf, np.nan, np.nan])
k = np.array([np.nan, np.inf, -np.inf, 2.0, 1.5, 0.0, -0.0, 3.0, np.nan, 2.0])
print(np.searchsorted(f, k), np.searchsorted(f, k, side="right"))
print(np.searchsorted(np.array([5, 1, 4, 2]), np.arange(12)), np.searchsorted(np.array([5, 1, 4, 2]), 3))
a = (np.arange(1000) * 7919 % 1009) / 1009
print(np.histogram(a, bins=17)[0], np.histogram(a.astype(np.float32), bins=9, range=(0.1, 0.8))[0])
print(np.histogram(np.arange(50), bins=7), np.histogram(np.arange(50, dtype=np.uint8), bins=4, range=(3, 30)))
print(np.histogram(np.array([0.1, np.nan, 0.5, 2.0]), bins=3, range=(0, 1))[0], np.histogram(np.array([1.0]), bins=2))
print(np.histogram(np.linspace(0, 1, 11), bins=10, range=(0, 1))[0], np.histogram(np.array([]), bins=2)[0])
