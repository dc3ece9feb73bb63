# expect-oracle
# Bits packed by words, rows woven from columns, two axes rolled at once, edges padded from inside, and maps
# of permuted axes.
import numpy as np

rng = np.random.default_rng(8)
for n in (0, 1, 7, 8, 9, 64, 100):
    a = rng.integers(0, 2, n)
    print(np.packbits(a), np.packbits(a.astype(bool), bitorder="little"))
b = rng.integers(0, 3, (3, 5, 17)).astype(np.uint8)
print(np.packbits(b), np.packbits(b.T)[:5], np.packbits(b[..., :16], axis=-1), np.packbits(b[:, ::-2], axis=1, bitorder="little"))
print(np.packbits(b, axis=0).shape, np.packbits(b, axis=0).sum(), np.packbits(b != 0, axis=2, bitorder="little").sum(axis=0))

x, y, z, w = rng.random((4, 37))
print(np.stack([x, y], axis=1).sum(axis=0), np.column_stack((x, y, z))[-3:], np.stack((x, y, z, w), -1)[::9].ravel())
print(np.stack((x.astype(np.float32), y), 1).dtype, np.stack([x > 0.5, y > 0.5], axis=-1)[:5].tolist())
print(np.dstack((b[0], b[1], b[2]))[1, ::4].tolist(), np.stack([x[::2], y[::2], x[1:38:2][:19] if x.size > 38 else z[::2]], axis=1).shape)
print(np.column_stack((np.arange(5), np.arange(5) * 1j)), np.stack([[1, 2], [3, 4]], axis=1, dtype=np.int8))
s = np.stack([x, y], axis=1)
x[0] = 9.0
print(s[0, 0] == x[0], s.flags.c_contiguous, np.repeat(x, 3)[:7], np.repeat(b[0, 0], 3)[:10], np.repeat(x.astype(np.float32), 2)[-3:])
p = rng.random((21, 3))
print((p * y[:21, None]).sum(axis=0), (p * y[:21, None] + 1)[20])

m = rng.integers(0, 99, (5, 6))
print(np.fft.fftshift(m), np.fft.ifftshift(m), np.roll(m, (1, -8), (0, 1)), np.roll(m, (2, 3), (1, 0)), np.roll(m, (1, 2), (1, 1)))
print(np.fft.fftshift(rng.integers(0, 9, (3, 0))).shape, np.roll(b, (1, 2), (2, 0)).sum(axis=1)[0], np.roll(m.T, (1, 2), (0, 1)).flags.f_contiguous)
print(np.pad(m, 3, mode="reflect"), np.pad(m, ((1, 2), (9, 0)), mode="reflect")[2], np.pad(m, ((1, 2), (9, 0)), mode="symmetric")[2])
print(np.pad(m, 7, mode="wrap")[0], np.pad(m, ((0, 0), (2, 1)), mode="edge"), np.pad(m[:, 0], (3, 4), mode="reflect"))
print(np.pad(m, 2), np.pad(m, ((1, 0), (0, 2)), constant_values=((1, 2), (3, 4))), np.pad(b, 1).sum(), np.pad(m, 1, mode="empty")[1:-1, 1:-1].sum())

t = rng.random((4, 5, 6))
u = np.moveaxis(t, 0, -1) * 2
v = np.sin(t.transpose(2, 0, 1)) + t.transpose(2, 0, 1)
print(u.shape, u.strides, v.strides, v.sum(), (v + u.transpose(1, 2, 0)).strides, (u * u).flags.c_contiguous, u.ravel()[:3])
u[0] = 1
print(u.sum(), t.sum(), (t.transpose(1, 0, 2) > 0.5).strides)
