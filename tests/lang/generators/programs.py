# expect-oracle
import numpy as np
class Bag:
    def __init__(self, items):
        self.items = items
    def __iter__(self):
        for x in self.items:
            yield x * 10
    def pairs(self):
        for i in range(len(self.items)):
            for j in range(i):
                yield self.items[i], self.items[j]
b = Bag([3, 1, 2])
print(list(b), [x + 1 for x in b], sum(b), max(b))
for p, q in b.pairs():
    print(p, q)
def batches(data, size):
    for start in range(0, len(data), size):
        yield data[start:start + size]
for batch in batches(np.arange(10), 3):
    print(batch, batch.sum())
def outer(n):
    scale = 2.5
    def inner():
        for i in range(n):
            yield i * scale
    total = 0
    for v in inner():
        if v > 6:
            return total, v
        total += v
    return total, None
print(outer(3), outer(9))
def walk(n):
    x = 1.0
    for i in range(n):
        x = x * 0.5 + i
        yield i, x
xs = [x for i, x in walk(5)]
print(xs)
def running(values):
    total = 0
    for k, v in enumerate(values, 1):
        total += v
        yield total / k
print([f"{m:.2f}" for m in running([1, 2, 3, 4])])
def lines(text):
    for line in text.split("\n"):
        line = line.strip()
        if not line:
            continue
        yield line
for n, l in enumerate(lines("a\n\n b \nc")):
    print(n, l)
def nested(n):
    for row in ([i * j for j in range(3)] for i in range(n)):
        print("made", row)
        yield row
for r in nested(3):
    print("got", r)
    if r[1] == 1:
        break
def search(grid, target):
    for i, row in enumerate(grid):
        for j, v in enumerate(row):
            if v == target:
                return i, j
    return None
print(search([[1, 2], [3, 4]], 3))
def gen3(limit):
    """Collatz"""
    n = limit
    while n != 1:
        yield n
        n = n // 2 if n % 2 == 0 else 3 * n + 1
    yield 1
print(list(gen3(6)), len(list(gen3(27))))
for a in gen3(6):
    try:
        if a == 10:
            raise ValueError("ten")
        print(a, end=" ")
    except ValueError as e:
        print(e)
print(",".join(str(v) for v in gen3(3)), dict((k, k * k) for k in gen3(2)), np.array(list(gen3(4))))
def fizz():
    i = 0
    while True:
        i += 1
        yield "fizz" if i % 3 == 0 else str(i)
