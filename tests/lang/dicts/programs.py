# Programs with dicts: groups, counts, graphs, union-find.
# expect-oracle
import numpy as np
hist = {"loss": [], "step": []}
for i in range(3):
    hist["loss"].append(1.0 / (i + 1))
    hist["step"].append(float(i))
print(hist, np.array(hist["loss"]).sum())
words = ["a", "b", "a"]
index = {}
for i, w in enumerate(words):
    index.setdefault(w, []).append(i)
inv = {}
for k, v in index.items():
    inv.setdefault(len(v), set()).add(k)
print(index, {k: sorted(v) for k, v in inv.items()})
def tally(pairs):
    totals = {}
    for name, amount in pairs:
        if name not in totals:
            totals[name] = 0
        totals[name] += amount
    return totals
print(tally([("x", 1.5), ("y", 2), ("x", 3)]))
t = {}
t["a"] = 1
t["b"] = 2.5
print(t, t["a"] + t["b"], sum(t.values()))
edges = [(0, 1, 4), (1, 2, 8), (0, 2, 1)]
adj = {}
for u, v, w in edges:
    adj.setdefault(u, []).append((v, w))
    adj.setdefault(v, []).append((u, w))
def dijkstra(adj, s):
    dist = {u: float("inf") for u in adj}
    dist[s] = 0
    todo = set(adj)
    while todo:
        u = min(todo, key=lambda x: dist[x])
        todo.remove(u)
        for v, w in adj[u]:
            if dist[u] + w < dist[v]:
                dist[v] = dist[u] + w
    return dist
print(dijkstra(adj, 0))
parent = {i: i for i in range(6)}
def find(x):
    while parent[x] != x:
        parent[x] = parent[parent[x]]
        x = parent[x]
    return x
for a, b in [(0, 1), (2, 3), (1, 3)]:
    parent[find(a)] = find(b)
print(parent, len({find(i) for i in range(6)}))
matrix = {(i, j): (1.0 if i == j else 0.0) for i in range(2) for j in range(2)}
print(matrix[0, 0], matrix.get((0, 1)), matrix)
s = ""
for k in sorted(matrix):
    s += str(k) + ";"
print(s)
state = {"x": 0.0, "v": 1.0}
for _ in range(10):
    state["v"] -= 0.1 * state["x"]
    state["x"] += 0.1 * state["v"]
print(state)
d = {}
for i in range(1000):
    d[i * 7919 % 1009] = i
tot = 0
for k in list(d):
    if k % 3 == 0:
        del d[k]
for k, v in d.items():
    tot += k * v
print(len(d), tot)
x = {"a": 1, "b": [1, 2], "c": "s"}
print(x)
for k in x:
    print(k, x[k])
