# expect-oracle
import numpy as np

# One axis, none, and what goes into an array that is there.
a = np.array(3, np.int8)
print(np.sum(a, axis=0), np.max(a, -1), np.cumsum(a, axis=0), np.argmax(a, axis=0), np.count_nonzero(a, axis=0))
m = np.array([[1, 2], [3, 200]], np.uint8)
x = np.zeros(2)
np.sum(m, axis=0, out=x)
y = np.zeros(2, np.uint8)
np.sum(m, axis=1, out=y)
print(x, y, np.sum(-0.0), np.sum(np.array(-0.0)), np.std(np.zeros(0)))

# Elements of integers and bools.
b = np.array([True, False])
print(np.power(b, 2).dtype, (b**2).dtype, b.conj().dtype, np.angle(b).dtype, np.spacing(np.int8(-2)))
print(np.gcd(m, 6), np.lcm(m, np.int16(4)), repr(np.gcd(12, 8)), np.gcd(m, np.array([4, 6], np.int64)))
print(np.isreal(2.5), np.isreal(2j), np.isreal(m), np.sinc(np.array([0, 0.5], np.float16)))
print(np.unwrap(np.array([3, 1, 250], np.uint8)), np.nan_to_num(np.array([complex(np.nan, np.inf), 1j])))
print(m.item(2), m.item(-1), np.vander(np.array([1, 2], np.int8)).dtype, np.vecdot(m, m))

# Polynomials, histograms, choices.
print(np.polymul(m[0] * 0, [1, 2]), np.polymul([0, 0, 3], [1, 2]), repr(np.polyval(np.array([1, 2], np.float32), 0.5)))
h, e, f = np.histogram2d(np.array([1, 2, 3], np.float32), np.array([1, 2, 5], np.float16), 2)
print(h, e.dtype, f.dtype)
print(np.select([m > 1, m > 0], [m, 2.5], default=7), np.select([x > 3], [np.float32(1)], 7).dtype)
print(np.argwhere(m > 1).strides, np.pad(m, 1, mode="edge").strides, (np.ones((2, 2)).T @ np.ones((2, 3))).strides)
