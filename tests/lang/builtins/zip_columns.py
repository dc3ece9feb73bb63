# expect-oracle
import numpy as np
rows = [[1, 2, 3], [4, 5, 6]]
rows.append([7, 8, 9])
print(list(zip(*rows)))
print([list(c) for c in zip(*rows)], [sum(c) for c in zip(*rows)])
for col in zip(*rows):
    print(col, max(col))
pairs = [(1.5, 2), (3.5, 4)]
pairs.append((0.5, 7))
xs, ys = zip(*pairs)
print(xs, ys, sum(xs))
pts = [(1.0, 2.0)]
pts.append((3.0, 4.0))
px, py = zip(*pts)
print(px, py, np.array(px) + 1)
named = [("a", 1), ("b", 2)]
named.append(("c", 3))
names, vals = zip(*named)
print(names, vals)
print(list(map(list, zip(*rows))))
a = np.arange(6).reshape(2, 3)
for c in zip(*a):
    print(sum(c))
empty = rows[:0]
print(list(zip(*empty)))
words = ["abc", "def"]
words.append("ghi")
print(["".join(c) for c in zip(*words)])
from itertools import groupby
for k, g in groupby("aaabbca"):
    print(k, len(list(g)))
print([(k, list(g)) for k, g in groupby([1, 3, 2, 4, 5], key=lambda v: v % 2)])
class Matrix:
    def __init__(self, rows):
        self.rows = [list(r) for r in rows]
    def transpose(self):
        return Matrix(zip(*self.rows))
    def __str__(self):
        return "\n".join(" ".join(f"{v:4}" for v in row) for row in self.rows)
print(Matrix([[1, 2], [3, 4], [5, 6]]).transpose())
