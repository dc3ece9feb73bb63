# Dicts whose values are of several types, under keys that the program writes out.
# expect-oracle
config = {"n": 3, "name": "x", "dt": 0.1, "tags": ["a", "b"], "dim": (2, 3), "nested": {"k": 1.5}}
for i in range(config["n"]):
    print(i * config["dt"])
print(config["name"].upper(), config["tags"][0], config["dim"][1], len(config["tags"]), config["nested"]["k"] * 2)
config["n"] += 4
config["name"] = "y"
print(config["n"] + 1, config)
config["extra"] = 5
print(config["extra"] * 2, config.get("n"), "n" in config)
def run(c):
    t = 0.0
    for i in range(c["n"]):
        t += c["dt"]
    return c["name"], round(t, 3)
print(run(config))
def describe(c):
    for k in c:
        print(k, "=", c[k])
describe(config)
rows = [{"name": "a", "v": 1}, {"name": "b", "v": 2}]
print(sum(r["v"] for r in rows), [r["name"] for r in rows], max(rows, key=lambda r: r["v"]))
rows.append({"name": "c", "v": 7})
for r in sorted(rows, key=lambda r: -r["v"]):
    r["v"] += 1
    print(r["name"], r["v"])
def make(n):
    return {"id": n, "label": "item" + str(n), "score": n / 2}
items = [make(i) for i in range(3)]
print(items, sum(x["score"] for x in items), items[1]["label"] + "!")
def run(config):
    n = config["n"]
    return n * config["k"]
print(run({"n": 3, "k": 4}), run({"n": 2.5, "k": 4}))
config = {"n": 3, "name": "x", "dt": 0.1}
n = config["n"]
for i in range(n):
    print(i * config["dt"])
print(config["name"].upper())
def stats(xs):
    return {"min": min(xs), "max": max(xs), "mean": sum(xs) / len(xs)}
s = stats([1.0, 2.0, 6.0])
print(s, s["mean"] + 1)
t = stats([1, 2, 6])
print(t)
rows = [{"name": "a", "v": 1}, {"name": "b", "v": 2}]
for r in rows:
    print(r["name"], r["v"])
print(sum(r["v"] for r in rows))
