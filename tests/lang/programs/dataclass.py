# expect-oracle
from dataclasses import dataclass, field
from typing import List, Optional
import math
@dataclass
class Point:
    x: float
    y: float
    def distance(self, other: "Point") -> float:
        return math.hypot(self.x - other.x, self.y - other.y)
@dataclass
class Polygon:
    points: List[Point] = field(default_factory=list)
    name: str = "poly"
    def add(self, p: Point) -> None:
        self.points.append(p)
    @property
    def perimeter(self) -> float:
        total = 0.0
        for a, b in zip(self.points, self.points[1:] + self.points[:1]):
            total += a.distance(b)
        return total
    def area(self) -> float:
        pts = self.points
        return 0.5 * abs(sum(p.x * q.y - q.x * p.y for p, q in zip(pts, pts[1:] + pts[:1])))
poly = Polygon(name="square")
for x, y in [(0, 0), (0, 2), (2, 2), (2, 0)]:
    poly.add(Point(x, y))
print(poly.perimeter, poly.area(), len(poly.points))
print(poly.points[0], poly.name)
print(Point(1.0, 2.0) == Point(1.0, 2.0))
