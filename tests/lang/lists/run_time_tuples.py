# Tuples whose length only the run knows: made of lists and iterables, as keys, compared, printed.
# expect-oracle
import numpy as np


def compositions(n):
    memo = {}
    todo = [[n]]
    while todo:
        parts = todo.pop()
        key = tuple(sorted(parts))
        if key in memo:
            continue
        memo[key] = len(parts)
        for i in range(len(parts)):
            if parts[i] > 1:
                todo.append(parts[:i] + [parts[i] - 1, 1] + parts[i + 1:])
    return memo


def total(t):
    s = 0
    for v in t:
        s += v
    return s, len(t), t[0], t[-1]


m = compositions(5)
print(len(m), m[(1, 1, 1, 1, 1)], m[(5,)], (2, 3) in m, (2, 2) in m)
print(sorted(m))
t = tuple([i * i for i in range(5)])
print(t, total(t), 9 in t, t.count(4), t.index(16), sum(t), max(t), sorted(t, reverse=True), list(t))
print(t == (0, 1, 4, 9, 16), t == tuple(list(t)), t != (1,), t < (0, 2), t == [0, 1, 4, 9, 16], isinstance(t, tuple), isinstance(t, list))
print(tuple({3: "a", 1: "b"}), tuple(x for x in "abc"), tuple([]), tuple([7]), bool(tuple([])), type(t))
names = tuple("a b c".split())
print(names, names[1], [names, names], np.array(t) * 2)
seen = set()
for i in range(6):
    seen.add(tuple([i % 2] * (i % 3)))
print(len(seen), () in seen, (1,) in seen)
groups = {}
for word in ["tea", "eat", "tan", "ate", "nat"]:
    groups.setdefault(tuple(sorted(word)), []).append(word)
print(groups)
for i, v in enumerate(t):
    print(i, v, end=" ")
print()
a, b, c = tuple([1, 2, 3])
print(a + b + c)
