# expect-oracle
print([x * 2 for x in range(4)], [x for x in [3, 1, 2] if x > 1], [(i, j) for i in range(2) for j in range(2)])
print([[i * j for j in range(3)] for i in range(2)])
print([c.upper() for c in "abc"], [len(w) for w in ["a", "bb"]])
m = [[1, 2], [3, 4]]
print([sum(r) for r in m], [x for r in m for x in r])
