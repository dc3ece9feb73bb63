# expect-oracle
import numpy as np
def add(a, b):
    return a + b
print(add(1, 2), add(1.5, 2), add("a", "b"), add(np.arange(3), 1), add((1,), (2.5,)))
def kind(x):
    for k in range(2):
        pass
    return type(x) is int
def two(n):
    if n > 1:
        return n
    if n > 0:
        return n / 4
    return None is None
for n in range(3):
    print(two(n))
