# A name has one of two number types after a branch.
# expect-oracle
import numpy as np
def pick(n):
    x = 1
    if n > 2:
        x = 2.5
    y = x + 1
    return x, y
print(pick(1), pick(3))
for k in range(4):
    if k % 2:
        v = k
    else:
        v = k / 2
    print(v, v * v, -v, v == 1, v < 2)
def three(n):
    if n == 0:
        r = 1
    elif n == 1:
        r = 1.5
    else:
        r = 2j
    return r * 2
print(three(0), three(1), three(2))
