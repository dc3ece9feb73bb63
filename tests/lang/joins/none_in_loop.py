# An array that a loop's first turn makes.
# expect-oracle
import numpy as np
x = None
for i in range(100):
    if x is None:
        x = np.zeros(2)
    x += 1
print(x)
y = None
for row in np.arange(12.0).reshape(4, 3):
    y = row.copy() if y is None else y + row
print(y, y.sum())
def total(a):
    acc = None
    for v in a:
        if acc is None:
            acc = np.zeros(v.shape)
        acc += v
    return acc
print(total(np.ones((3, 2))), total(np.ones((0, 2))) is None)
