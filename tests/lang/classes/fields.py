# expect-oracle
# Fields whose types grow, fields that not every path sets, fields set late, objects in fields.
import numpy as np


class Clock:
    def __init__(self, dt):
        self.t = 0
        self.dt = dt

    def tick(self):
        self.t += self.dt
        return self


c = Clock(0.25)
print(c.t)
c.tick().tick()
print(c.t)
d = Clock(2)
print(d.t, d.tick().t)


class Maybe:
    def __init__(self, n):
        if n > 2:
            self.big = n
        self.n = n

    def show(self):
        return self.big + self.n


for n in [5, 1]:
    try:
        print(Maybe(n).show())
    except AttributeError as e:
        print(e)


class Late:
    def __init__(self):
        self.reset()

    def reset(self):
        self.data = np.zeros(3)
        self.count = 0

    def fill(self, v):
        self.data = np.full(5, v)
        self.count += 1
        self.last = v


x = Late()
x.fill(2.5)
print(x.data, x.count, x.last)
x.reset()
print(x.data, x.count)


class Pair:
    def __init__(self, a, b):
        self.a = a
        self.b = b


p = Pair(Clock(1), Pair("left", (1, 2.5)))
p.a.tick()
p.b.a = "right"
print(p.a.t, p.b.a, p.b.b)
q = Pair(p, [1, 2, 3])
q.b.append(4)
q.a.a.tick()
print(q.b, p.a.t, q.a is p)


class Matrix:
    def __init__(self, n, fill=0.0):
        self.m = np.full((n, n), fill)
        self.n = n

    def __setitem__(self, ij, v):
        self.m[ij] = v

    def __getitem__(self, ij):
        return self.m[ij]

    def __iadd__(self, k):
        self.m += k
        return self

    def __matmul__(self, other):
        r = Matrix(self.n)
        r.m = self.m @ other.m
        return r

    def trace(self):
        t = 0.0
        for i in range(self.n):
            t += self.m[i, i]
        return t


m = Matrix(3)
m[0, 1] = 5.0
m[1, 1] = 2.0
m += 1.0
m[2, 2] *= 10.0
print(m.m, m[0, 1], m.trace(), (m @ m).trace())


def steps(clock, n):
    for i in range(n):
        clock.tick()
        if clock.t > 3:
            break
    return clock


print(steps(Clock(0.5), 100).t, steps(Clock(1), 100).t)


class Shape:
    count = 0
    scale = np.array([1.0, 2.0])

    def area(self):
        raise NotImplementedError("area")

    def describe(self):
        return f"{self.kind()} of area {self.area():.2f}"

    def kind(self):
        return "shape"


class Square(Shape):
    def __init__(self, s):
        self.s = s

    def area(self):
        return self.s ** 2

    def kind(self):
        return "square"


class Circle(Shape):
    def __init__(self, r):
        self.r = r

    def area(self):
        return 3.14159 * self.r * self.r


print(Square(2.0).describe(), Circle(1.5).describe(), Square.count, Square(1).scale)
try:
    Shape().describe()
except NotImplementedError as e:
    print("not implemented:", e)
