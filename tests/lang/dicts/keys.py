# Keys: tuples, equal numbers of several types, values of several types.
# expect-oracle
grid = {}
for i in range(3):
    for j in range(2):
        grid[i, j] = i * 10 + j
print(grid, grid[(1, 1)], (2, 0) in grid)
for (i, j), v in grid.items():
    print(i + j, v)
d = {"n": 3, "dt": 0.5}
print(d, d["n"] * 2)
e = {"name": "run", "n": 3}
print(e, e["name"], e["n"])
d = {1.5: "x", 2: "y", True: "z"}
print(d, d[1], d[2.0], 1 in d)
t = {(1, 2): "a", (1.0, 3): "b"}
print(t[(1.0, 2)])
