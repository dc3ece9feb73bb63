# Functions made before a value whose type only the run tells, called after it.
# expect-oracle
import numpy as np
def adder(n):
    return lambda x: x + n
def pair(a):
    t = a * 2
    def at(i):
        return t[i] + a[i]
    return at, lambda: t.sum()
base = 0
for i in range(4):
    base += i
f = adder(base)
g = pair(np.arange(4) + base)
h = adder(f(1) * 0.5)
path = "boxed_later_" + str(base) + ".npy"
np.save(path, np.arange(3.0))
a = np.load(path)
print(f(a), g[0](1), g[1](), h(2), f(f(1)))
def user(n):
    t = 0
    for i in range(n):
        t += f(i) + g[0](i) + a[i]
    return t
print(user(3))
for k in range(3):
    base = k
    print(f(k), h(k))
