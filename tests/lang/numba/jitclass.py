# A class under @jitclass: fields of the spec's types, methods by Numba's rules; numbers are Python's
# outside of it.
# expect-oracle
import numpy as np
import numba as nb
from numba import njit, types, int32, int64, float32, float64, boolean
from numba.experimental import jitclass

spec = [
    ("n", int32),
    ("x", float32),
    ("a", float64[:]),
    ("m", float64[:, :]),
    ("flag", boolean),
]


@jitclass(spec)
class Thing:
    def __init__(self, n):
        self.n = n
        self.m = np.zeros((n, n))
        self.x = 0.1

    @property
    def twice(self):
        return self.n * 2

    @twice.setter
    def twice(self, v):
        self.n = v // 2

    def bump(self):
        self.n += 1
        return self.n

    def fill(self, v):
        for i in range(self.m.shape[0]):
            for j in range(self.m.shape[1]):
                self.m[i, j] = v + i * j
        return self.m.sum()

    @staticmethod
    def add(a, b):
        return a + b

    def __len__(self):
        return self.n

    def __getitem__(self, i):
        return self.m[i]


t = Thing(3)
print(t.n, t.x, t.a, t.flag, t.m)
print(t.twice)
t.twice = 9
print(t.n, t.bump(), t.fill(0.5), Thing.add(1, 2.5), len(t))
t.n = 2.9
print(t.n)
t.n = 2**31 + 5
print(t.n)
t.n = 3
t.x = 1
t.flag = 3
print(t.x, t.flag, t[1])
t.a = np.arange(4.0)
print(t.a, t.a[1])
t.m[0, 0] = 100
print(t.m)


@njit
def use(t, k):
    s = 0.0
    for i in range(k):
        t.a[i] += t.x
        s += t.a[i] * t.n
    t.n += 10
    return s


print(use(t, 3), t.n, t.a)


@jitclass
class Vec:
    x: float
    y: float
    k: int

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Vec(self.x + other.x, self.y + other.y)

    def __eq__(self, other):
        return self.x == other.x and self.y == other.y

    def dot(self, o):
        return self.x * o.x + self.y * o.y


@njit
def total(n):
    v = Vec(0, 0)
    for i in range(n):
        v = v + Vec(i, 2 * i)
    return v


v = total(10)
print(v.x, v.y, v.k, v.dot(Vec(1, 1)), v == Vec(45.0, 90.0), v == Vec(1, 2))


@jitclass({"pos": Vec.class_type.instance_type, "name": types.unicode_type, "w": nb.types.float32[:, ::1]})
class Body:
    def __init__(self, p, name):
        self.pos = p
        self.name = name
        self.w = np.ones((2, 2), np.float32)

    def move(self, dx):
        self.pos.x += dx
        return self.pos

b = Body(v, "sun")
b.move(2)
print(b.pos.x, v.x, b.name, b.w)
