# Names bound before a boxed value are what they were after it.
# expect-oracle
import numpy as np
def half(x):
    return x / 2
n = 0
for k in range(5):
    n += k
l = [1, 2]
l.append(n)
t = (n, "s", np.arange(n % 3))
u = n if n > 5 else n / 2
if n > 100:
    q = 1
else:
    q = 2.5
path = "names_across_" + str(n) + ".npy"
np.save(path, np.arange(3, dtype=np.int16))
a = np.load(path)
for k in range(3):
    if k == 1:
        n = n * 2
    print(n, half(n), l[0], t[0], u, q)
l.append(5)
print(l, t, u + 1, q * 2, a, a.dtype, k)
def total():
    s = 0
    for x in a:
        s += x + n
    return s
print(total())
a = a * 2
n = 0
print(total())
