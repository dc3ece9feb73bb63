# Objects with __iter__ in loops, comprehensions, functions; iter().
# expect-oracle
import numpy as np


class Bag:
    def __init__(self, items):
        self.items = items

    def __iter__(self):
        return iter(self.items)

    def __len__(self):
        return len(self.items)

    def __contains__(self, x):
        return x in self.items


class Grid:
    def __init__(self, n):
        self.a = np.arange(n * n).reshape(n, n)

    def __iter__(self):
        return iter(self.a)


class Evens:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        found = []
        for i in range(self.n):
            if i % 2 == 0:
                found.append(i)
        return iter(found)


b = Bag([3, 1, 2])
for v in b:
    print(v, end=" ")
print([v * 2 for v in b], list(b), sum(b), sorted(b), max(b), tuple(b), len(b))
for i, v in enumerate(b):
    print(i, v, end=" ")
for x, y in zip(b, Bag(["a", "b", "c"])):
    print(x, y, end=" ")
print()
for row in Grid(3):
    print(row.sum(), end=" ")
print({v: 1 for v in b}, set(b))
total = 0
for p in b:
    for q in b:
        total += p * q
print(total, 2 in b, 7 in b, 4 in Evens(6), 3 not in Evens(6), min(Evens(5)))
for v in iter([1, 2]):
    print(v, end=" ")
print(list(iter((4, 5))), list(iter({"k": 1})), sum(iter(range(4))))


def spread(bag):
    s = 0.0
    for v in bag:
        s += v
    return s / len(bag)


print(spread(Bag([1.0, 2.0])), spread(b))
