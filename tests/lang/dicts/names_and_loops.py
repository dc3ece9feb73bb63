# Sets, dicts and lists under several names and in functions; loops with break and else.
# expect-oracle
s = {3, 1, 2}
t = s
t |= {9}
print(s is t, sorted(s))
s = s | {10}
print(s is t, len(s), len(t))
d = {"a": 1}
e = d
e |= {"b": 2}
print(d, d is e)
def modify(d, s, l):
    d["new"] = 1
    s.add(5)
    l.append(7)
d = {}
s = set()
l = []
modify(d, s, l)
print(d, s, l)
d = {"x": [1, 2], "y": [3]}
for k, v in d.items():
    v.append(len(v))
    d[k] = v + [0]
print(d)
total = 0
for vs in d.values():
    for v in vs:
        total += v
print(total)
n = 0
d = {1: "a", 2: "b", 3: "c"}
for k in d:
    if k == 2:
        break
    n += k
else:
    n = 100
print(n)
for k in d:
    n += k
else:
    n += 1000
print(n)
for i, (k, v) in enumerate(d.items()):
    if i == 1:
        continue
    print(i, k, v)
def outer():
    d = {}
    def inner(k):
        d[k] = k * 2
        return d[k]
    return inner(2) + inner(3), len(d)
print(outer())
print(len({1, 1.0, True}), {1: "a", 1.0: "b", True: "c"}, {0: 1, False: 2}, {"1": 1, 1: 2})
print({2, 2.0}, {True, 1}, {1, True}, {0.0, 0}, {-0.0, 0.0})
import numpy as np
a = np.array([3, 1, 3])
d = {}
for v in a:
    d[v] = d.get(v, 0) + 1
print(d, d[3], 1 in d, np.int64(3) in d, 3.0 in d, list(d))
s = set(a)
print(s == {1, 3}, len(s), 3 in s, sorted(s))
print({np.float64(0.5): 1}[0.5], {0.5: 2}[np.float64(0.5)], {1: 5}[np.int32(1)])
x = {i: chr(97 + i) for i in range(3)}
y = {**x, 5: "z"}
z = x | {1: "Q"}
print(x, y, z, x == {0: "a", 1: "b", 2: "c"}, len(y), {k for k in y} == set(y), y.keys() - x.keys(), y.keys() & {5, 0})
d = {}
d["k"] = 1
d["k"] = 2.5
print(d)
d["z"] = 3
for k in d:
    print(d[k] * 2)
def f(d):
    t = 0
    for v in d.values():
        t += v
    return t
print(f(d))
from itertools import combinations
items = {"a": 2, "b": 3, "c": 4}
best = None
for r in range(1, 4):
    pass
for x, y in combinations(items, 2):
    w = items[x] + items[y]
    if best is None or w > best[1]:
        best = ((x, y), w)
print(best)
s = "abracadabra"
last = {}
for i, c in enumerate(s):
    last[c] = i
print(last, [last[c] for c in "abc"], min(last.values()))
runs = []
start = 0
for i in range(1, len(s) + 1):
    if i == len(s) or s[i] <= s[i - 1]:
        runs.append(s[start:i])
        start = i
print(runs)
