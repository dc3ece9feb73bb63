# Dicts that are empty where they are made; values that are lists and dicts.
# expect-oracle
groups = {}
for i in range(10):
    groups.setdefault(i % 3, []).append(i)
print(groups, groups[1][0] + 1)
g2 = {}
for i in range(10):
    k = "even" if i % 2 == 0 else "odd"
    if k not in g2:
        g2[k] = []
    g2[k].append(i * 0.5)
print(g2, sum(g2["odd"]))
d = {"a": {"x": 1}, "b": {}}
d["b"]["y"] = 2
d["c"] = {"z": 3}
print(d, d["c"]["z"] + 1)
nested = {}
for i in range(3):
    nested[i] = {}
    for j in range(2):
        nested[i][j] = i * j
print(nested)
d = {}
print(len(d), list(d), d.get("a"), "x" in d)
for k in d:
    print(k)
