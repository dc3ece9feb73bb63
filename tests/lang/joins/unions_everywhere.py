# expect-oracle
import numpy as np
a = np.arange(4)
for k in range(4):
    x = k if k % 2 else k * 0.5
    y = x if k > 1 else True
    print(x + y, x < y, x == y, -x, abs(x), int(x), float(y), str(x), f"{x:.2f} {y}", max(x, y), x // 2, x % 2, x ** 2, bool(x), not x)
    print([x, x], (x, y), round(x), divmod(x, 2), min(x, 1), x != y, x if x else -1)
    z = x
    z += 1
    print(z, x is None, sum([1, 2]) + x)
