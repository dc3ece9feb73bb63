# expect-oracle
# Dataclasses: the methods they are given, defaults, inheritance, order.
from dataclasses import dataclass
import numpy as np


@dataclass
class Body:
    name: str
    mass: float
    x: float = 0.0
    v: float = 0.0

    def kick(self, dv):
        self.v += dv
        return self

    @property
    def energy(self):
        return 0.5 * self.mass * self.v ** 2


a = Body("a", 2.0)
b = Body("b", 3.0, v=1.5)
print(a, b, a == b, a == Body("a", 2.0), a != b)
print(b.energy, b.kick(0.5).v, b)


@dataclass(order=True)
class Key:
    k: int
    w: float = 1.0


print(Key(1) < Key(2), Key(2, 0.5) >= Key(2), sorted([3, 1, 2]), Key(1) == Key(1, 1.0))


@dataclass
class Planet(Body):
    moons: int = 0


p = Planet("earth", 5.9, moons=1)
print(p, p.kick(2.0).energy)


@dataclass
class Grid:
    n: int
    h: float

    def __post_init__(self):
        self.data = np.zeros(self.n)

    def fill(self):
        for i in range(self.n):
            self.data[i] = i * self.h
        return self.data.sum()


g = Grid(5, 0.5)
print(g, g.fill(), g.data)
