# collections.namedtuple and typing.NamedTuple: names, defaults, methods, as tuples and in containers.
# expect-oracle
from collections import namedtuple
from typing import Any, Callable, Dict, Iterable, Iterator, List, NamedTuple, Optional, Sequence, Set, Tuple, Union

import numpy as np

P = namedtuple("P", ["x", "y"])
Q = namedtuple("Q", "a, b c", defaults=(2.5, "text"))
R = NamedTuple("R", [("n", int), ("v", float)])


class State(NamedTuple):
    pos: np.ndarray
    mass: float
    name: str = "none"

    def momentum(self):
        return self.mass * self.pos

    @property
    def size(self):
        return self.pos.size


class Point(namedtuple("Point", "x y")):
    def __add__(self, other):
        return Point(self.x + other.x, self.y + other.y)

    def norm2(self) -> float:
        return self.x**2 + self.y**2


p = P(1, 2.5)
print(p, p.x, p.y, p[0], p[-1], len(p), P._fields, p._fields)
x, y = p
print(x + y, p == (1, 2.5), p == P(1, 2.5), p < P(2, 0.0), isinstance(p, P), isinstance(p, tuple), isinstance(p, Q))
print(P(y=3, x="s"), Q(1), Q(1, 2), Q(1, c=np.arange(3)), R(1, 2.0), R(n=3, v=1.5).v)
print(p._replace(y=7), p._asdict(), p + (1,), p[:1], p * 2)
print(str(p), f"{p}", repr(p), "%s and %s" % p)
s = State(np.arange(3.0), 2.0)
print(s, s.momentum(), s.size, s._replace(name="b").name)
a = Point(1, 2) + Point(3, 4)
print(a.x, a.norm2(), a)


def step(s, k):
    for i in range(k):
        s = State(s.pos + i, s.mass * 0.5, s.name)
    return s


print(step(s, 4))
print(step(s, 0).mass)


def pick(c):
    if c:
        return P(1, 2.0)
    return P(3, 4)


print(pick(True).y, pick(False))
points = [P(i, i * 0.5) for i in range(3)]
points.append(P(7, 1.0))
print(points, points[1].y, max(points), sorted(points, key=lambda q: -q.x)[0])
print([q.x for q in points], sum(q.y for q in points))
table = {P(1, 2): "a", P(3, 4): "b"}
print(table[P(1, 2)], table[(3, 4)], table)
for q in points:
    print(q.x, end=" ")
print()
best: Optional[List[int]] = None
print(best)
