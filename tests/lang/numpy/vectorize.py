# np.vectorize: functions called for every element.
# expect-oracle
import numpy as np

a = np.arange(6.0)
i = np.arange(6)
m = np.arange(12.0).reshape(3, 4)
f4 = np.arange(6, dtype=np.float32)

f = np.vectorize(lambda x: x * 2 if x > 2 else 0.0)
print(f(a))
f = np.vectorize(lambda x, y: x + y)
print(f(m, m[0]), f(1, 2), f(i, 2.5))
def g(x, y):
    if x > y:
        return x - y
    return x + y
vg = np.vectorize(g)
print(vg([1, 2, 3, 4], 2))
@np.vectorize(otypes=[np.float32])
def g(x):
    return x * 2
print(g(i), g(np.array([], dtype=float)))
f = np.vectorize(lambda x: (x, x * x))
print(f(i))
f = np.vectorize(lambda x: (x, x * 0.5), otypes='id')
print(f(i.reshape(2, 3)))
f = np.vectorize(lambda x: x > 2)
print(f(m.T), f(f4))
f = np.vectorize(lambda x: x + 1)
def h2(v):
    s = 0.0
    for q in range(3):
        s += f(v).sum()
    return s
print(h2(a))
print(np.vectorize(int)(a))
