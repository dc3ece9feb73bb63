# Values that may be None in lists, conditions, arguments.
# expect-oracle
opts = {"verbose": True, "level": 3, "ratio": 0.5, "name": None}
if opts["verbose"] and opts["level"] > 2:
    print("loud", opts["ratio"] * 2)
print(opts["name"] is None)
opts["level"] += 1
print(opts["level"], opts)
x = None
y = x
print(x, y, x is y, [x], x == None, not x)
z = 5 if x is None else 6
print(z)
def f(v):
    if v is None:
        return "none"
    if isinstance(v, str):
        return "str"
    return "num"
print(f(None), f("a"), f(1.5))
def head(xs):
    return xs[0] if len(xs) else None
a = head([1.5])
b = head([x for x in [1.5] if x > 2])
print(a, b)
print(a if a is not None else 0.0, b if b is not None else 0.0)
c = a or 9
d = b or 9
print(c, d)
t = (a, b)
print(t, t[1] is None)
for v in (a, b):
    print(v is None)
vals = [3, None, 5]
total = 0
for v in vals:
    if v is None:
        continue
    total += v
print(total, vals.count(None), None in vals, vals.index(5), [0 if v is None else v for v in vals])
res = []
for i in range(4):
    r = None
    if i % 2:
        r = i * 1.5
    res.append(r)
print(res)
for r in res:
    print("-" if r is None else f"{r:.1f}")
import numpy as np
a = np.array([1.0, 2.0])
b = None
c = a if b is None else b
print(c)
def norm(x, w=None):
    return (x * x).sum() if w is None else (w * x * x).sum()
print(norm(a), norm(a, np.array([2.0, 1.0])))
def maybe(n):
    return np.arange(n) if n > 1 else None
for n in [1, 3]:
    m = maybe(n)
    print(m is None, 0 if m is None else m.sum(), m)
m = {}
m["a"] = {"n": 1, "xs": [1]}
m["b"] = {"n": 2, "xs": []}
for k, v in m.items():
    v["xs"].append(v["n"])
    print(k, v["n"] + 1, v["xs"])
print(m)
table = [["id", "v"], ["1", "2.5"], ["2", "3.5"]]
head, *rows = table
recs = [dict(zip(head, r)) for r in rows]
print(recs, sum(float(r["v"]) for r in recs))
