# expect-oracle
import numpy as np
for k in range(4):
    x = True if k % 2 else k
    print(x, x + 1, x * 2.5, x == 1, -x, not x)
    y = np.float32(1.5) if k > 1 else 2
    print(y, y + 1, y * y)
    z = np.int8(100) if k > 1 else 100
    print(z + 1)
def f(n):
    b = n > 2
    if n == 1:
        b = 5
    return b
print(f(1), f(2), f(3))
