# expect-oracle
import numpy as np
def add(l, x):
    l.append(x)
    return l
print(add([1], 2))
k = [5]
print(add(k, 2), k)
def total(l):
    return np.array(l).sum()
print(total([1, 2, 3]), total([1, 2.5]), total([[1, 2], [3, 4]]))
def first(l, n=2):
    l[0] = n
    return l
print(first([0, 1]), first(k))
print(f"{np.float32(1.1)} {np.float16(0.1)} {np.complex64(1.1)} {np.int8(3)} {np.bool_(True)}")
print(format(np.float32(0.1)), "{}".format(np.float32(0.1)), str(np.float32(0.1)))
