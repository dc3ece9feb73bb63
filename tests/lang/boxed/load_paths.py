# expect-oracle
import numpy as np
n = len("abcd")
for k in range(1, 3):
    n = n + k
base = np.arange(6.0).reshape(2, 3)
p = "load_paths_" + str(n) + ".npy"
np.save(p, base)
a = np.load(p)
print(a, a.dtype, n)
for k in range(2):
    print(n + k)
    n = n + 1
print(n)
if n > 3:
    m = a.sum()
print(m, a[0])
