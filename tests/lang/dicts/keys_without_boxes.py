# Keys that are numbers or strings are found among keys of any kind that equals them, in order of insertion.
# expect-oracle
import numpy as np


def mixed():
    d = {}
    d[1] = 10
    d[2.5] = 25
    d[np.int32(7)] = 70
    d[np.float64(8.0)] = 80
    print(d[1.0], d[np.int64(1)], d[True], d[7], d[7.0], d[8], d[np.float32(2.5)], 8.0 in d, 3 in d, -1 in d)
    d[1.0] = 11
    d[np.uint8(7)] += 1
    d[np.uint64(8)] = 81
    print(d)


def many(n):
    d = {}
    for i in range(n):
        d[i * 7919 % 100003 - 50000] = i
    total = 0
    for i in range(n):
        total += d[i * 7919 % 100003 - 50000]
    gone = 0
    for i in range(0, n, 3):
        gone += d.pop(i * 7919 % 100003 - 50000)
    for i in range(0, n, 5):
        d[i] = -i
    return total, gone, len(d), sum(d.values()), sum(d)


def floats(n):
    d = {}
    for i in range(n):
        d[i / 3.0] = d.get(i / 3.0, 0.0) + i
        d[-i * 1e300] = 1.0
    s = 0.0
    for k in d:
        s += d[k]
    return s, len(d), d[-0.0], 5.0 in d


def words(names, n):
    d = {}
    for i in range(n):
        w = names[i % len(names)]
        d[w] = d.get(w, 0) + i
        d[w + "s"] = i
    return d


def signs():
    big = 2**61 - 1
    d = {big: "p", -big: "m", 0: "z", -1: "a", -2: "b", 2**62: "c", -(2**62) - 2**62: "d", 2**62 - 1 + 2**62: "e"}
    return [d[k] for k in (0, -1, -2, big, -big, 2**62, -(2**62) - 2**62, 2**62 - 1 + 2**62)], len(d)


def members(n):
    s = set()
    for i in range(n):
        s.add(i * i % 97)
        s.add(np.int64(i))
    t = set()
    t.add(1)
    t.add(1.5)
    t.add("x") if False else None
    return len(s), sum(s), 96 in s, t


def unions(n):
    d = {"a": 1, "b": 2.5}
    for i in range(n):
        d["a"] += 1
        d["b"] *= 2
        d["c"] = True
    return d


mixed()
print(many(20000))
print(floats(500))
print(words(["alpha", "beta", "ünï", ""], 50))
print(signs())
print(members(200))
print(unions(3))
counts = {}
for v in np.array([3, 1, 3, 3, 1, 9], dtype=np.int16):
    counts[v] = counts.get(v, 0) + 1
print(counts)
try:
    counts[5]
except KeyError as e:
    print("KeyError", e)
try:
    print(words(["q"], 2)["none"])
except KeyError as e:
    print("KeyError", e)
