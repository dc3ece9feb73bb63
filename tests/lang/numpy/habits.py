# Habits of array code: what scientific programs write.
# expect-oracle
import numpy as np

a = np.arange(6.0)
b = np.array([3.0, 1.0, 2.0, 5.0, 4.0, 0.5])
i = np.arange(6)
m = np.arange(12.0).reshape(3, 4)
k = np.arange(24).reshape(2, 3, 4)
z = np.array([1 + 2j, 3 - 1j, 0.5j])
f4 = np.arange(6, dtype=np.float32)
u8 = np.arange(6, dtype=np.uint8)
t = np.array([True, False, True, True, False, False])

x = np.linspace(0, 1, 11)
dx = x[1] - x[0]
u = np.where((x >= 0.3) & (x <= 0.6), 2.0, 1.0)
for n in range(5):
    un = u.copy()
    u[1:] = un[1:] - 0.1 * (un[1:] - un[:-1]) / dx
print(u)
grid = np.zeros((6, 6), dtype=int)
grid[1:4, 2] = 1
def step(g):
    n = sum(np.roll(np.roll(g, i, 0), j, 1) for i in (-1, 0, 1) for j in (-1, 0, 1) if (i, j) != (0, 0))
    return ((n == 3) | ((g == 1) & (n == 2))).astype(int)
print(step(grid))
p = np.zeros((5, 5))
b2 = np.zeros_like(p)
b2[2, 2] = 1
p[1:-1, 1:-1] = ((p[1:-1, 2:] + p[1:-1, :-2]) * 0.1 + (p[2:, 1:-1] + p[:-2, 1:-1]) * 0.1 - b2[1:-1, 1:-1])
print(p)
X = np.array([[1, 2], [3, 4], [5, 6.0]])
D = np.sqrt(((X[:, None, :] - X[None, :, :]) ** 2).sum(-1))
print(D)
def softmax(x, axis=-1):
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)
print(softmax(m).sum(axis=1))
labels = np.array([0, 1, 1, 2])
onehot = np.eye(3)[labels]
print(onehot)
labels = np.array([0, 1, 1, 2])
oh = np.zeros((labels.size, labels.max() + 1))
oh[np.arange(labels.size), labels] = 1
print(oh)
cm = np.zeros((3, 3), int)
np.add.at(cm, ([0, 1, 2, 2], [0, 2, 2, 2]), 1)
print(cm)
vals, counts = np.unique([1, 2, 2, 3], return_counts=True)
mode = vals[counts.argmax()]
print(mode)
order = np.argsort(b)
ranks = np.empty_like(order)
ranks[order] = np.arange(len(b))
print(ranks)
s = np.cumsum(np.insert(b, 0, 0))
ma = (s[3:] - s[:-3]) / 3
print(ma)
w = np.ones(3) / 3
print(np.convolve(b, w, mode='valid'))
x = np.array([1.0, np.nan, 3.0, np.nan, 5.0])
ok = ~np.isnan(x)
x[~ok] = np.interp(np.flatnonzero(~ok), np.flatnonzero(ok), x[ok])
print(x)
idx = np.where(np.diff(np.sign(b - 2.5)))[0]
print(idx)
peaks = np.where((b[1:-1] > b[:-2]) & (b[1:-1] > b[2:]))[0] + 1
print(peaks)
d = {1: 'a', 2: 'b'}
keys = sorted(d)
print(np.array(keys))
n = 10
sieve = np.ones(n + 1, dtype=bool)
sieve[:2] = False
for q in range(2, int(n ** 0.5) + 1):
    if sieve[q]:
        sieve[q * q::q] = False
print(np.flatnonzero(sieve))
c = np.linspace(-2, 1, 5) + 1j * np.linspace(-1, 1, 4)[:, None]
zz = np.zeros_like(c)
cnt = np.zeros(c.shape, int)
for q in range(10):
    mask = np.abs(zz) <= 2
    zz[mask] = zz[mask] ** 2 + c[mask]
    cnt[mask] += 1
print(cnt)
mat = np.arange(9.0).reshape(3, 3) + np.eye(3)
n = 3
L = np.eye(n)
U = mat.copy()
for q in range(n):
    f = U[q + 1:, q] / U[q, q]
    L[q + 1:, q] = f
    U[q + 1:] -= f[:, None] * U[q]
print(L, U)
dist = np.array([[0, 3, np.inf], [3, 0, 1], [np.inf, 1, 0.0]])
for q in range(3):
    dist = np.minimum(dist, dist[:, q, None] + dist[None, q, :])
print(dist)
t0 = np.arange(0, 1, 0.25)
sig = np.sin(2 * np.pi * 3 * t0) + 0.5 * np.cos(2 * np.pi * t0)
print(np.round(sig, 6))
img = np.arange(25).reshape(5, 5)
pad = np.pad(img, 1, mode='edge')
out = sum(pad[i2:i2 + 5, j2:j2 + 5] for i2 in range(3) for j2 in range(3)) // 9
print(out)
img = np.arange(24).reshape(4, 6)
blocks = img.reshape(2, 2, 3, 2).mean(axis=(1, 3))
print(blocks)
img = np.arange(24, dtype=np.uint8).reshape(4, 6)
img2 = np.clip(img.astype(np.int16) * 20 - 30, 0, 255).astype(np.uint8)
print(img2[::-1, ::2])
lut = (255 - np.arange(256)).astype(np.uint8)
print(lut[u8])
h2, _ = np.histogram(u8, bins=256, range=(0, 256))
cdf = h2.cumsum()
cdf = 255 * cdf / cdf[-1]
print(np.interp(u8, np.arange(256), cdf))
a2 = np.arange(10)
a2[a2 % 2 == 0] *= -1
print(a2)
a2 = np.zeros((3, 4))
a2[[0, 2]] += 1
a2[:, [1, 3]] *= 2
a2[[0, 1], [0, 1]] = 9
print(a2)
a2 = np.arange(12).reshape(3, 4)
a2[a2 > 5] = a2[a2 > 5] - 100
print(a2)
r, cc = np.nonzero(m > 6)
coords = np.column_stack((r, cc))
print(coords)
first = np.argmax(a > 2)
anyv = (a > 100).any()
print(first, anyv)
rows = [m[0], m[1] * 2]
big = np.vstack(rows)
print(big)
acc = []
for q in range(4):
    acc.append(np.full(2, q))
print(np.array(acc), np.concatenate(acc), np.stack(acc, axis=1))
res = np.array([f(2.0) for f in (np.sin, np.cos, np.sqrt)])
print(np.round(res, 6))
lo, hi = np.percentile(b, [25, 75])
iqr = hi - lo
keep = b[(b >= lo - 1.5 * iqr) & (b <= hi + 1.5 * iqr)]
print(keep)
total, *rest = b
print(total, rest)
(x1, y1), (x2, y2) = np.array([[1, 2], [3, 4]])
print(x1 + y2)
q, r = divmod(np.arange(5), 2)
print(q, r)
m += 1
m -= m.mean(axis=0)
m /= m.std(axis=0)
m **= 2
m //= 1
m %= 2
print(m)
i <<= 1
i |= 1
i &= 7
i ^= 2
i >>= 1
print(i)
print(not np.any(a < 0) and np.all(np.isfinite(a)), (a > 2).sum(), np.mean(a > 2), a[a > 2].size)
print(-a, +a, ~t, abs(-a), a @ b, a ** 0.5, 2 ** i, 1 / (a + 1), a // 2, a % 2, t & ~t, t | (a > 3), t ^ t)
print(a.max() - a.min(), np.ptp(a), a.argmax(), a[np.argmax(b)], np.abs(a - b).max(), np.sqrt(np.mean((a - b) ** 2)))
print(np.allclose(m @ np.eye(4), m), np.array_equal(m, m.copy()), (m == m).all())
print(f"{a[1]:.3f} {np.float32(2)} {a.mean():8.2e} {m.shape} {a.dtype}")
print("shape", m.shape, "mean %.2f" % a.mean(), "{:.1f}".format(a[2]), str(a), repr(f4[:2]), sep="|")
w = np.where(a > 2)[0][0]
z2 = np.nonzero(t)[0][-1]
print(w, z2)
print(np.meshgrid(np.arange(2), np.arange(3))[0] * 2)
xx, yy = np.meshgrid(np.linspace(-1, 1, 3), np.linspace(-1, 1, 3))
rr = np.hypot(xx, yy)
rr[rr > 1] = 0
print(rr)
st = np.array([3, 1, 2])
st.sort()
st[::-1].sort()
print(st)
print(k.reshape(2, -1).sum(1), k.transpose(2, 0, 1).shape, np.moveaxis(k, 0, -1)[0, 0], k.swapaxes(0, 1)[..., ::2].shape)
print(np.einsum('ij,ij->i', m, m), np.einsum('ijk->kj', k).shape, np.tensordot(k, k, axes=([0, 1], [0, 1])).shape)
e1 = np.empty(0)
e1 = np.append(e1, 1.0)
e1 = np.concatenate([e1, [2.0, 3.0]])
print(e1)
print(np.array([[1, 2], [3, 4]])[:, ::-1].T.ravel(), np.arange(8).reshape(2, 2, 2)[..., -1], m[-1, -1], m[1:, 1:][0, 0], m[:, 1][:, None].shape)
x = np.arange(10)
x[2:5], x[::2] = 7, 8
print(x)
def outer():
    total = 0.0
    def inner(v):
        return v * scale
    scale = 3.0
    for v in a:
        total += inner(v)
    return total
print(outer())
mask = np.zeros(6, bool)
mask[[1, 3]] = True
print(a[mask], a[~mask], np.delete(a, np.flatnonzero(mask)), mask.sum(), mask.nonzero()[0])
print(z[z.real > 1].conj() * 2, np.abs(z), np.angle(z), z.imag.sum(), np.exp(1j * np.pi * np.array([0, 0.5])).round(6), z * z.conj(), complex(z[0]))
print(np.minimum(np.maximum(a, 1), 3), np.maximum.reduce([a, b]), np.fmax(a, np.nan), np.sign(a - 2), np.clip(a, *[1, 4]))
print(np.tril(np.ones((3, 3)), -1) + np.triu(np.ones((3, 3))), np.diag(np.arange(3)) @ np.ones(3), np.trace(m), np.outer(a[:2], b[:2]), np.cross([1, 0, 0], [0, 1, 0]), np.kron(np.eye(2), np.ones((1, 2))), np.vdot(a, b), np.inner(a, b))
while True:
    a = a[a > a.min()]
    if a.size < 3:
        break
print(a)
print(np.lib.stride_tricks.sliding_window_view(b, 2).max(axis=-1), np.apply_along_axis(np.median, 0, m), np.vectorize(abs)(-a))
print(np.isin(a, [1, 2]) & t, np.searchsorted(a, [1.5, 2.5]), np.digitize(b, [1, 3]), np.bincount(np.array([0, 1, 1]), weights=np.array([1.0, 2, 3])))
print(b.astype(int), b.astype('f4').dtype, np.float32(b), int(b[0]), b.astype(np.uint8) - 4, np.int8(127) + np.int8(1), np.uint8(200) + 100)
print(np.datetime64 if False else 3)
