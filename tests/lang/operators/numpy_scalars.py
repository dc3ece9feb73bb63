# expect-oracle
# NumPy's integers wrap, Python's numbers are weak beside them.
import numpy as np

a = np.array([200, 100, 7, 0], dtype=np.uint8)
b = np.array([100, -128, -7, 3], dtype=np.int8)
f = np.array([1.5, -0.5, 3.0, 0.25], dtype=np.float32)
for i in [0, 1, 2, 3]:
    x, y, z = a[i], b[i], f[i]
    print(x + x, x + 55, x * x, x - 1, -x, ~x, x // 7, x % 7, x / 3, x << 1, x >> 1, x ** 2)
    print(y + y, y * y, -y, y // 2, y % 5, y // np.int8(0), y % np.int8(0), x + y, x * 1.5)
    print(z + 1, z * 2.5, z / 3, z ** 2, z // 1, z % 1, x * z, y + z)
    print(x == 200, x < 300, x > -1, y < x, x == y, z < 1, x & 15, x | 1, x ^ x)
    print((x + 1).dtype, (x + 1.0).dtype, (z + 1.0).dtype, (x + y).dtype, (x / x).dtype)
