# expect-oracle
from dataclasses import dataclass, field
from typing import List, Dict
@dataclass
class Point:
    x: float
    y: float = 0.5
@dataclass
class Poly:
    points: List[Point] = field(default_factory=list)
    name: str = "poly"
    tags: Dict[str, int] = field(default_factory=dict, repr=False)
    size: int = field(default=3, compare=False)
    cache: list = field(init=False, default_factory=lambda: [1, 2], repr=False)
    def add(self, p):
        self.points.append(p)
p = Poly()
q = Poly(name="q", size=5)
p.add(Point(1.0, 2.0))
p.add(Point(3.0))
p.tags["a"] = 1
print(p, len(q.points), q.size, q.cache)
print(q)
pts = [Point(1, 2), Point(3, 4)]
print(pts, (Point(0, 0), 1), {"a": Point(5, 6)}, f"{pts}", str(pts))
class Account:
    def __init__(self, owner, balance=0.0):
        self.owner = owner
        self.balance = balance
    def __repr__(self):
        return f"Account({self.owner!r}, {self.balance:,.2f})"
accounts = [Account("B", 5), Account("C", 1_000_000)]
print(accounts, sorted(accounts, key=lambda acc: -acc.balance))
print([[a] for a in accounts], sum(acc.balance for acc in accounts))
print(tuple(accounts), Poly([Point(1, 1)]) == Poly([Point(1, 1)], size=9))
