# np.interp and np.searchsorted: NaN, infinities, equal points, points that do not rise, tables of many kinds.
# expect-oracle
import numpy as np
r = np.random.default_rng(5)
xp = np.array([0.0, 0.5, 0.5, 1.0, 2.0, np.inf])
fp = np.array([1.0, -0.0, 3.0, np.inf, 2.0, 5.0])
x = np.array([-1.0, 0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, np.inf, -np.inf, np.nan, -0.0, 1e308])
print(np.interp(x, xp, fp))
print(np.interp(x, xp, fp, left=-7, right=9.5))
print(np.interp(np.tile(x, 10), xp, fp)[-14:])
print(np.interp(x, xp[:1], fp[:1]), np.interp(x, xp[:2], fp[:2]), np.interp(0.25, xp, fp), np.interp(3, [1, 5], [2, 4]))
print(np.interp(x.reshape(2, 7).T, xp, fp))
print(np.interp(x[::2], xp[::-1][::2], fp[::2]))
u = r.random(40) * 3
print(np.interp(u, np.array([0.5, 0.1, 2.0, 1.0, 0.3, 2.5, 0.9]), np.arange(7)))
print(np.interp(np.linspace(0, 3, 50), np.array([0.5, 0.1, 2.0, 1.0, 0.3, 2.5, 0.9, 0.1, 1.2, 0.3, 2.0, 1.0, 0.3]), np.arange(13)))
print(np.interp(u, np.array([0.0, 0.5, np.nan, 1.0]), np.arange(4.0)))
print(np.interp(x, [0, 1, 2], [3, 1, 2], period=3))
print(np.interp(x, [0, 1, 2], [3 + 1j, 1, 2 - 2j]))
print(np.interp(np.array([]), [0, 1], [0, 1]), np.interp(x.astype(np.float32), np.arange(3, dtype=np.float32), np.arange(3, dtype=np.int8)))
b = r.random(20000)
for n in (2, 3, 5, 17, 100, 1000):
    for points in (np.linspace(0, 1, n), np.sort(r.random(n)), np.linspace(0.1, 1, n) * np.linspace(0, 1, n) * np.linspace(0, 1, n), np.round(np.sort(r.random(n)), 1)):
        y = np.interp(b, points, r.random(n))
        print(y.sum(), np.interp(np.sort(b), points, np.arange(n)).sum(), np.interp(points, points, np.arange(n)).sum())
for bad in ([], [1, 2, 3]):
    try:
        print(np.interp(x, np.array(bad), np.array([0.0, 1.0])))
    except ValueError as e:
        print(e)
for n in (1, 2, 5, 300, 3000):
    for table in (np.linspace(-1, 1, n), np.linspace(0.1, 1, n) * np.linspace(0, 1, n) * np.linspace(0, 1, n), np.round(np.linspace(0, 1, n), 1), np.full(n, 0.5)):
        print(np.searchsorted(table, b).sum(), np.searchsorted(table, b, side="right").sum(), np.digitize(b, table[::-1]).sum())
        print(np.searchsorted(table, table).sum(), np.searchsorted(table, 0.5), np.searchsorted(table, np.array([np.nan, np.inf, -np.inf, 0.5])))
i = (np.arange(500) * 7919) % 1009
for dtype in (np.int8, np.uint8, np.int16, np.uint32, np.int64, np.uint64, np.float16, np.float32):
    t = np.sort(i.astype(dtype))
    print(np.searchsorted(t, i.astype(dtype)).sum(), np.searchsorted(t, i.astype(dtype), side="right")[::50])
w = np.array([-9223372036854775807, -1, 0, 1, 9223372036854775806, 9223372036854775807])
print(np.searchsorted(w, w), np.searchsorted(w, w[::-1], side="right"), np.searchsorted(w, w - (w > 0)))
