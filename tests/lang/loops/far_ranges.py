# Ranges whose distance takes more than 63 bits have all of their turns.
# expect-oracle
import sys


def first(start, stop, step, most):
    found = []
    for i in range(start, stop, step):
        if len(found) == most:
            break
        found.append(i)
    return found


BIG = sys.maxsize
for start in (0, 7, -7, BIG, -BIG, -BIG - 1):
    for stop in (0, 5, -5, BIG, -BIG, -BIG - 1):
        for step in (1, -1, 2, -3, 1000, BIG // 3, BIG, -BIG, -BIG - 1):
            print(start, stop, step, first(start, stop, step, 4))


def lengths(n):
    print(len(range(0, BIG, 2)), len(range(n, BIG, 3)), len(range(BIG, n, -2)), len(range(n, -BIG, -7)))
    print(len(range(0, n, 2)), len(range(n, 0, 2)), len(range(n, n, 5)), len(range(n, 0, -1)))
    for i, x in zip(range(1, BIG, 2), "abc"):
        print(i, x)


lengths(10)
lengths(-10)
