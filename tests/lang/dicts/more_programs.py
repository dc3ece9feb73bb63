# Programs with dicts: options, counters, configuration files, groups by NumPy labels.
# expect-oracle
def f(x, opts=None):
    if opts is None:
        opts = {}
    return x * opts.get("scale", 1)
print(f(2), f(2, {"scale": 3}))
x = {}
def add(k, v):
    x[k] = v
add("a", 1)
add("b", 2)
print(x)
count = {}
def visit(n):
    count[n] = count.get(n, 0) + 1
    if n > 0:
        visit(n - 1)
        visit(n - 2)
visit(4)
print(count)
def f(n):
    if n == 0:
        return {}
    d = f(n - 1)
    d[n] = n * n
    return d
print(f(3))
def f(n):
    if n == 0:
        return []
    return f(n - 1) + [n]
print(f(4), sum(f(4)))
def split(xs):
    lo = []
    hi = []
    for x in xs:
        (lo if x < 3 else hi).append(x)
    return lo, hi
print(split([1, 5, 2, 4]))
def counter(xs):
    c = {}
    for x in xs:
        c[x] = c.get(x, 0) + 1
    best = None
    n = 0
    for k, v in c.items():
        if v > n:
            best, n = k, v
    return best, n
print(counter([1, 2, 2, 3]), counter(["a"]), counter([]))
board = [["."] * 3 for _ in range(3)]
board[1][1] = "X"
board[0][2] = "O"
print("\n".join("".join(r) for r in board), board[1].count("X"), [r[1] for r in board])
lines = ["a=1", "b = 2.5", "# no", "c=x"]
conf = {}
for line in lines:
    line = line.strip()
    if not line or line.startswith("#"):
        continue
    k, v = line.split("=")
    conf[k.strip()] = v.strip()
print(conf, float(conf["b"]) + int(conf["a"]))
import numpy as np
groups = {}
labels = np.array([0, 1, 0, 2])
vals = np.array([1.0, 2.0, 3.0, 4.0])
for l, v in zip(labels, vals):
    groups.setdefault(int(l), []).append(float(v))
print(groups, {k: np.mean(v) for k, v in groups.items()})
d = {}
for l in labels:
    d[l] = d.get(l, 0) + 1
print(d)
u = set(labels.tolist())
print(u, sorted(set(labels)))
words = ["apple", "bob", "cat"]
lens = {w: len(w) for w in words}
print({n: [w for w in words if lens[w] == n] for n in set(lens.values())})
print(sorted(words, key=lambda w: (lens[w], w)), [*lens], {**lens, "z": 1}, len({*words, "bob"}))
def memo_grid(m, n):
    cache = {}
    def go(i, j):
        if i == 0 or j == 0:
            return 1
        key = (i, j)
        if key not in cache:
            cache[key] = go(i - 1, j) + go(i, j - 1)
        return cache[key]
    return go(m, n)
print(memo_grid(5, 5))
q = [(0, [0])]
goal = 3
paths = []
adj = {0: [1, 2], 1: [3], 2: [3], 3: []}
while q:
    node, path = q.pop(0)
    if node == goal:
        paths.append(path)
    for nx in adj[node]:
        q.append((nx, path + [nx]))
print(paths)
