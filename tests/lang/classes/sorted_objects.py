# expect-oracle
# Lists of objects in their own order: __lt__, dataclasses with order, tuples and keys of objects.
import heapq
from dataclasses import dataclass


@dataclass(order=True)
class Item:
    prio: int
    name: str = "x"


class Version:
    def __init__(self, text):
        self.parts = [int(p) for p in text.split(".")]

    def __lt__(self, other):
        return self.parts < other.parts

    def __repr__(self):
        return "v" + ".".join(str(p) for p in self.parts)


print(sorted([Item(3, "c"), Item(1), Item(2, "b")]), min([Item(5), Item(4, "q")]), max(Item(1), Item(1, "y")))
versions = [Version(t) for t in ("1.10", "1.9", "0.5.1", "1.9.1", "0.5")]
print(sorted(versions), sorted(versions, reverse=True))
versions.sort()
print(versions)
versions.sort(reverse=True)
print(versions, sorted([("b", Item(2)), ("a", Item(9)), ("a", Item(3))]))
print(sorted(range(5), key=lambda i: Item(i % 2, str(9 - i))))
many = [Item(i * 7919 % 101, str(i % 3)) for i in range(150)]
print([(i.prio, i.name) for i in sorted(many)] == sorted([(i.prio, i.name) for i in many]), sorted(many[:1]), sorted(many[:0]))
by_prio = [Version(f"{i % 3}") for i in range(6)]
print([by_prio.index(v) for v in by_prio], sorted(by_prio))
heap = []
for item in many[:6]:
    heapq.heappush(heap, item)
print([heapq.heappop(heap).prio for _ in range(6)])
