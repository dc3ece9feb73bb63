# expect-oracle
import numpy as np

rows = np.array([[2.0, 1.5, 4.25, 8.0], [0.5, -1.0, 3.0, 2.5], [7.0, 7.0, 7.0, 7.5]])
counts = np.array([[3, 1, 2], [9, 4, 4]])
for data in (rows, rows.astype(np.float32), rows.T):
    print(np.var(data), np.std(data, axis=0), np.var(data, axis=1, ddof=1), np.std(data, axis=-1, keepdims=True), np.ptp(data, axis=0))
    print(np.median(data), np.median(data, axis=0), np.median(data, axis=1, keepdims=True), np.median(data, axis=(0, 1)))
    print(np.average(data), np.average(data, axis=1), np.average(data, weights=data), np.std(data).dtype)
print(np.var(counts), counts.std(axis=0), counts.var(ddof=1), np.median(counts), np.median(counts, axis=1), np.ptp(counts))
print(np.average(counts, axis=1, weights=[1, 2, 1]), np.average(counts, axis=0, weights=[0.25, 0.75], returned=True))
for q in (0, 12.5, 50, 99):
    print(np.percentile(rows, q), np.percentile(counts, q, axis=0))
print(np.percentile(rows, [25, 75]), np.quantile(rows, 0.3, axis=1), np.quantile(rows, [0.1, 0.9], axis=0), np.percentile(rows.astype(np.float32), 40).dtype)
for_lower = np.quantile(rows, 0.4, method="lower")
print(for_lower, np.quantile(rows, 0.4, method="higher"), np.quantile(rows, 0.4, method="nearest"), np.quantile(rows, 0.4, method="midpoint"))
print(np.var(np.array([True, False, True])), np.var(np.array([1 + 2j, 3 - 1j])), np.median(np.array([np.nan, 1.0, 2.0])))
print(np.round(np.cov(rows), 12), np.round(np.corrcoef(rows), 12), np.cov(rows[0]))

# Means of small integers are sums of whole numbers.
u = (np.arange(300) * 7 % 256).astype(np.uint8).reshape(3, 100)
h = (np.arange(300) * 977 % 65536).astype(np.uint16).reshape(3, 100)
b = u > 100
print(u.mean(), u.mean(axis=0)[:3], u[:, ::-3].mean(axis=1, keepdims=True), u.mean(dtype=np.float32))
print(h.mean(), h.astype(np.int16).mean(axis=1), u.astype(np.int8).mean(), b.mean(), b.mean(axis=(0, 1)))
