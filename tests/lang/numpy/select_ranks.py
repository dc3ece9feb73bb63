# expect-oracle
import numpy as np

for n in (1, 2, 5, 1023, 1024, 1025, 5000, 40001):
    u = (np.arange(n) * 7919 % 10007) / 10007 - 0.3
    i = np.arange(n) * 104729 % 8191 - 4000
    print(n, np.median(u), np.median(i), np.median(i % 3), np.median(-u), np.median(u.astype(np.float32)))
    print(np.sort(u)[:3], np.sort(i)[-3:], np.sort(i % 5).sum(), np.sort(-np.abs(i))[n // 2], np.sort(u)[::-1][:2])
    print((np.diff(np.sort(i)) >= 0).all(), np.sort(i.astype(np.uint64))[-2:], np.sort(i.astype(np.int16)).sum())
w = np.linspace(-1, 1, 3000)
w[7] = np.nan
print(np.median(w), np.sort(w)[-2:], np.nanmedian(w))
z = np.where(np.arange(2001) % 2 == 0, 0.0, -0.0)
print(np.median(z), np.median(np.full(3000, 7)), np.median(np.full(3000, np.inf)))
m = (np.arange(6000) * 31 % 977).reshape(2000, 3)
print(np.median(m, axis=0), np.median(m, axis=1)[:5], np.median(m), np.median(m, axis=0, keepdims=True).shape)
print(np.median(np.array([])[:0].reshape(0)).dtype)
