# expect-oracle
# Indexes that are checked stand outside of the lanes of a sum.
import numpy as np
import sys
n = len(sys.argv) + 39
data = np.arange(n) / 7
w = np.linspace(0, 1, n)
idx = np.arange(n * n).reshape(n, n) * 7 % n
print((data[idx] * w).mean(axis=1)[:5], (np.exp(data[idx]) + 1).sum(axis=1)[:3] * 2, data[idx].std(axis=1)[:4])
print(data[np.arange(n)[:, None] * 3 % n + np.zeros(20, int)].sum(axis=1)[:5] / 2)
print((data[np.arange(n)] * 2).sum() / 3, data[idx[0]].mean() + 1, np.median(data[idx], axis=1)[:3])
m = np.arange(n * 6.0).reshape(n, 6)
k = np.arange(n)[::-1].copy()
print((m[k].sum(axis=1) / 2)[:4], (m[k, :] ** 2).mean(axis=1)[:3] - 1, np.sqrt((m[k] ** 2).sum(axis=1))[:3])
out = np.zeros(n)
out[:] = data[idx].sum(axis=1) * 0.5
print(out[:4], np.linalg.norm(data[idx], axis=1)[:3], data[idx].var(axis=1, ddof=1)[:2], np.average(data[idx], axis=1, weights=w)[:2])
f = data.astype(np.float32)
print((f[idx] + 1).mean(axis=1)[:4], np.prod(f[idx[:3]] + 1, axis=1), (f[idx] > 2).sum(axis=1)[:4] * 2, f[idx].max(axis=1)[:4] + 1)
try:
    idx[3, 5] = n
    print(data[idx].mean(axis=1)[:2])
except IndexError as e:
    print(e)
