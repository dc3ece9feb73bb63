# expect-oracle
t = (3, 1, 3)
print(t.count(3), t.index(1), len(t), 3 in t, t + (4,), t * 2, sorted(t))
a, b, c = t
print(a, b, c)
(x, y), z = (1, 2), 3
print(x, y, z, tuple([1, 2]), tuple("ab"), tuple(range(3)))
first, *rest = 1, 2, 3
print(first, rest)
print((1, 2) == (1, 2), (1, 2) < (1, 3), (1, "a") == (1, "b"))
def two():
    return 1, 2.5
p = two()
print(p, p[0], p[1])
