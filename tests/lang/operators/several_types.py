# expect-oracle
# A name that is an int on one path and a float on the other.
import numpy as np


def pick(flag):
    if flag:
        y = 1
    else:
        y = 2.5
    return y


for k in [True, False]:
    y = pick(k)
    print(y, y + 1, y * 2.5, -y, 1 - y, y // 2, y / 2, y == 1, y < 2, not y, np.sqrt(y), y ** 2)
    a = np.zeros(3)
    a[:] = y
    a += y
    print(a, a * y, a == y)
    z = y
    z += pick(not k)
    print(z, y + z, y == z)
