# expect-oracle
# An array changes where it is; other names for it see that.
import numpy as np

a = np.array([1, 2, 250], dtype=np.uint8)
view = a[1:]
a += 10
a *= 2
a //= 3
a |= 1
print(a, view)
f = np.array([1.5, -2.5, 3.0])
f += a
f *= 2
f **= 2
f -= [1, 2, 3]
f %= 5
print(f)
m = np.arange(6).reshape(2, 3)
m[:] = 7
m[0] = [1, 2, 3]
m += np.array([1, 2, 3])
m <<= 1
print(m)
m[:] = np.ones((1, 1, 3)) * 2.7
print(m)
x = 5
x += 2
x /= 2
print(x)
p = np.array([1, 2, 3, 4, 5])
p[1:] += p[:-1]
print(p)
