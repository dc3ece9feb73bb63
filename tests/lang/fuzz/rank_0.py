# Arrays of rank 0: what stays one, and what becomes a scalar.
# expect-oracle
import numpy as np
i = np.array(3, dtype=np.uint8)
f = np.array(2.5, dtype=np.float32)
c = np.array(1 + 2j)
b = np.array(True)
for a in range(1):
    pass
print(repr(np.round(i)), repr(np.round(f)), repr(f.round(1)), repr(i.round()), repr(np.round(c)))
print(repr(np.clip(i, 0, 2)), repr(f.clip(0, 1)))
print(repr(np.abs(i)), repr(np.sqrt(f)), repr(-f), repr(+f), repr(+i), repr(~i), repr(np.positive(i)), repr(np.conj(f)), repr(np.conj(c)), repr(np.floor(i)), repr(np.isnan(i)), repr(np.sign(i)), repr(np.square(i)), repr(np.rint(i)))
print(repr(f ** 1), repr(i ** 1), repr(f ** 2), repr(f ** 0.5))
print(repr(i.copy()), repr(i.T), repr(i.ravel()), repr(i.reshape(1)), repr(i[...]), repr(i[()]), repr(f.astype(np.int8)), repr(i.astype(np.uint8)))
print(repr(np.where(b, i, f)), repr(np.where(b, 1, 2)), repr(np.maximum(i, f)), repr(np.add(i, 1)), repr(i < 2), repr(np.logical_not(b)))
print(repr(i.cumsum()), repr(np.cumprod(f)), repr(i.flatten()), repr(np.expand_dims(i, 0)))
print(repr(c.real), repr(c.imag), repr(np.real(c)), repr(np.angle(c) > 1), repr(f.real))
print(repr(np.trunc(f)), repr(np.fmax(i, 2)), repr(np.heaviside(f, i)), repr(divmod(f, 2)), repr(np.negative(i)))
i += 1
f *= 2
print(repr(i), repr(f), i == 4, bool(i), int(f), float(i), f.item())
i[...] = 9
f[()] = 1.5
print(i, f, i.ndim, i.size, i.shape, i.dtype)
print(repr(np.zeros_like(i)), repr(np.full_like(f, 2)), repr(np.zeros(())), repr(np.asarray(i)), repr(np.array(i)), repr(np.minimum.reduce(np.array([i, i]))))
m = np.arange(6).reshape(2, 3)
e = m[1, 2, ...]
e[...] = 77
m[..., 0, 0] = 5
m[0, ..., 1] += 3
print(repr(e), m, repr(m[0, 0]), repr(m[..., 0, 1]), m[0, ...].shape, repr(m[()]))
print(repr(np.where(m[0, 0] > 2, m[0, 1], 7)), np.where(True, 1, 2.5) + 1, repr(np.where(i > 1, "x" == "y", True)))
w = np.where(m[0, 0] > 2, 1, -1)
print(w, repr(w), repr(w * 2), m[w, 0], f"{w}")
if w > 0:
    print("positive")
