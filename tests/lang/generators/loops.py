# expect-oracle
def countdown(n):
    while n > 0:
        yield n
        n -= 1
for x in countdown(3):
    print(x)
def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b
for f in fib():
    if f > 50:
        break
    if f % 2:
        continue
    print(f, end=" ")
else:
    print("not here")
print()
for x in countdown(2):
    if x > 5:
        break
else:
    print("else")
print(list(countdown(5)), sum(countdown(10)), max(countdown(3)))
print(sum(x * x for x in countdown(4)), [x + 1 for x in countdown(3) if x != 2])
print(any(x == 2 for x in countdown(5)), set(countdown(3)), sorted(countdown(4)), tuple(countdown(2)))
def evens(xs):
    for x in xs:
        if x % 2:
            continue
        yield x
        if x > 6:
            return
for a in evens(countdown(9)):
    for b in evens(range(a)):
        print(a, b, end="; ")
print()
for i, x in enumerate(countdown(3), 1):
    print(i, x)
for x, y in zip(countdown(3), "abcdef"):
    print(x, y)
for x, y, z in zip([1, 2], countdown(3), "abcdef"):
    print(x, y, z)
def both(n):
    yield from countdown(n)
    yield 0
    yield from range(n)
print(list(both(3)))
print(next(countdown(7)), next(countdown(0), None), next((x for x in [1, 4, 9] if x > 3), -1))
def tuples(rows):
    for r, row in enumerate(rows):
        for c, ch in enumerate(row):
            if ch != ".":
                yield r, c, ch
for r, c, ch in tuples(["..#", "#.a"]):
    print(r, c, ch)
def f(it):
    total = 0
    for x in it:
        total += x
        if total > 10:
            break
    return total
print(f(countdown(4)), f(countdown(9)))
gen = (v * 2 for v in [1, 2, 3])
for g in gen:
    print(g)
for p in map(lambda v: v + 1, countdown(3)):
    print(p)
print(list(filter(lambda v: v % 2, countdown(5))))
try:
    next(countdown(0))
except StopIteration:
    print("stop")
from itertools import count, islice, takewhile, cycle
print(list(islice(fib(), 10)), list(takewhile(lambda v: v < 30, fib())), list(islice(count(3, 2), 4)))
for i, c in zip(range(5), cycle("ab")):
    print(i, c)
print(next(n for n in count(10) if n % 7 == 0))
