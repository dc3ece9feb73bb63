# Bins of equal width: dtypes, edges, ranges, weights; bins given by their edges.
# expect-oracle
import numpy as np
a = np.random.default_rng(1).random(200001)
def show(x):
    print(x[0], x[1].dtype, x[1][:3])
show(np.histogram(a, bins=64, range=(0.0, 1.0)))
show(np.histogram(a, bins=10))
f = a.astype(np.float32)
show(np.histogram(f, bins=10))
show(np.histogram(f, bins=7, range=(0.1, 0.3)))
show(np.histogram(f.astype(np.float16), bins=7, range=(0.1, 0.3)))
show(np.histogram(f.astype(np.float16), bins=9))
u = (a * 255).astype(np.uint8)
show(np.histogram(u, bins=256, range=(0, 256)))
show(np.histogram(u, bins=10))
show(np.histogram(u.astype(np.int8), bins=10))
show(np.histogram((a * 1000).astype(np.int64), bins=10, range=(10, 990)))
show(np.histogram(a, bins=5, weights=f))
show(np.histogram(a, bins=5, weights=a, density=True))
show(np.histogram(a, bins=[0.1, 0.5, 0.5, 0.75, 1.0]))
show(np.histogram(a, bins=[0.1, 0.5, 0.5, 0.75, 1.0], weights=a))
show(np.histogram(u, bins=np.arange(257)))
show(np.histogram(np.array([3, 3]), bins=4))
show(np.histogram(np.array([0.1, 0.1], np.float32), bins=4))
show(np.histogram(a[:1], bins=3))
show(np.histogram(a[:0], bins=3))
show(np.histogram(np.array([1.5, np.nan, np.inf, -np.inf, 0.5, 1.0]), bins=2, range=(0.5, 1.5)))
show(np.histogram(a, bins=4, range=(np.float32(0.25), np.float32(0.75))))
show(np.histogram(f, bins=4, range=(np.float32(0.1), np.float32(0.3))))
show(np.histogram(f, bins=4, range=(np.float64(0.1), np.float64(0.3))))
show(np.histogram(np.array([-9223372036854775807, 9223372036854775807, 0]), bins=3))
show(np.histogram(f[::3], bins=4, weights=u[::3], range=(0.1, 0.9)))
show(np.histogram(f, bins=[0.1, 0.3, np.inf]))
show(np.histogram(np.where(f > 0.5, np.nan, f), bins=[0.1, 0.3, np.nan]))
try:
    np.histogram(a, bins=[0.5, 0.25])
except ValueError as e:
    print(e)
try:
    np.histogram(np.array([1.0, np.nextafter(1.0, 2.0)]), bins=10)
except ValueError as e:
    print(e)
try:
    np.histogram(a, bins=3, weights=a[:5])
except ValueError as e:
    print(e)
try:
    np.histogram_bin_edges(np.array([1.0, np.nextafter(1.0, 2.0)]), bins=10)
except ValueError as e:
    print(e)
