# Dicts: items, methods, loops, comprehensions.
# expect-oracle
d = {"a": 1, "b": 2}
print(d, d["a"], len(d), "a" in d, "z" not in d)
d["c"] = 3
d["a"] += 10
del d["b"]
print(d)
for k in d:
    print(k, d[k])
for k, v in d.items():
    print(k, v)
print(list(d), list(d.keys()), list(d.values()), list(d.items()), sorted(d), sum(d.values()), max(d.values()), min(d, key=lambda k: d[k]))
d = {}
for w in "the cat the dog the end".split():
    d[w] = d.get(w, 0) + 1
print(d, f"{d}", str(d), repr(d))
print(d.get("zzz", -1), d.pop("cat"), d.pop("nope", 7), d)
for k, v in sorted(d.items(), key=lambda t: (-t[1], t[0])):
    print(k, v)
sq = {i: i * i for i in range(5)}
print(sq, {v: k for k, v in sq.items()}, {k: v for k, v in sq.items() if v % 2})
s = {x % 3 for x in range(10)}
print(s, len(s), 2 in s)
d = dict(a=1, b=2)
e = dict([("x", 1.5), ("y", 2.5)])
f = dict(zip("pq", [1, 2]))
g = dict(d)
g["z"] = 5
d.update({"b": 7, "q": 8})
d.update(k=3)
print(d, e, f, g, d | f, {**d, "t": 0})
print(d.popitem(), d.copy(), d.clear(), d, bool(d), not d)
print({1, 2, 3}, {3, 1, 2}, {100, 5, 64, 33}, {1.5, 2, True}, {-1, -2}, {10**18, 7}, set([8, 16, 24, 1, 9]), {0.1, 0.2, 0.3})
s = set()
for i in range(20):
    s.add(i * 37 % 101)
print(s)
for i in range(0, 20, 2):
    s.discard(i * 37 % 101)
print(s, s.pop(), s)
