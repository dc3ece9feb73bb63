# expect-oracle
# Classes: fields, methods, properties, constants, operators, inheritance; two names of one object.
import math
import numpy as np


class Point:
    """A point."""

    dim = 2
    names = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def norm(self):
        return math.sqrt(self.x * self.x + self.y * self.y)

    @property
    def pair(self):
        return (self.x, self.y)

    @staticmethod
    def origin():
        return Point(0.0, 0.0)

    @classmethod
    def diagonal(cls, t):
        return cls(t, t)

    def __add__(self, other):
        return Point(self.x + other.x, self.y + other.y)

    def __mul__(self, k):
        return Point(self.x * k, self.y * k)

    def __rmul__(self, k):
        return self * k

    def __neg__(self):
        return Point(-self.x, -self.y)

    def __eq__(self, other):
        return self.x == other.x and self.y == other.y

    def __lt__(self, other):
        return self.norm() < other.norm()

    def __repr__(self):
        return f"Point({self.x}, {self.y})"

    def __len__(self):
        return 2

    def __getitem__(self, i):
        return self.x if i == 0 else self.y

    def __call__(self, t):
        return self.x + t * self.y

    def __abs__(self):
        return self.norm()

    def __bool__(self):
        return self.x != 0.0 or self.y != 0.0


p = Point(3.0, 4.0)
q = Point(1.0, -1.0)
print(p, repr(q), str(p), f"{p} {q!r}")
print(p.norm(), p.pair, Point.dim, p.dim, p.names)
print(p + q, p * 2.0, 2.0 * p, -p, p == q, p != q, p < q, p > q, p == Point(3.0, 4.0))
print(len(p), p[0], p[1], p(10.0), abs(p), bool(p), bool(Point.origin()))
print(Point.diagonal(7.0))
r = p
r.x = 10.0
r.y += 1.0
print(p, r is p, q is p, p is not q)
if not Point.origin():
    print("origin is false")
print(isinstance(p, Point), isinstance(1, Point))


def move(point, dx):
    point.x += dx
    return point


print(move(p, 5.0).x, p.x)


class Animal:
    def __init__(self, name, legs=4):
        self.name = name
        self.legs = legs

    def speak(self):
        return self.name + " " + self.sound()

    def sound(self):
        return "?"


class Dog(Animal):
    def __init__(self, name):
        super().__init__(name)
        self.tricks = 0

    def sound(self):
        return "wuff"

    def learn(self, n=1):
        self.tricks += n
        return self


class Puppy(Dog):
    def sound(self):
        return super().sound() + "?"


d = Dog("Rex")
print(d.speak(), d.legs, d.learn().learn(3).tricks)
print(Animal("cat").speak(), Puppy("Bo").speak(), isinstance(d, Animal), isinstance(d, Puppy))
print(Animal.sound(d), Animal(legs=3, name="x").legs)


class Counter:
    def __init__(self, n):
        self.count = 0
        self.n = n
        self.hist = np.zeros(n)
        self.items = []

    def add(self, i, v):
        self.count += 1
        self.hist[i] += v
        self.items.append(v)

    def total(self):
        s = 0.0
        for i in range(self.n):
            s += self.hist[i]
        return s


c = Counter(4)
for k in range(10):
    c.add(k % 4, 0.5 * k)
print(c.count, c.hist, c.total(), c.items)
points = [Point(float(i), 1.0) for i in range(5)]
print(sum([a.norm() for a in points]))
points[2].x = 100.0
print(max([a.x for a in points]), points[2])
acc = Point.origin()
for a in points:
    acc = acc + a
print(acc)
