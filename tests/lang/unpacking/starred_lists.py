# Starred targets, displays and print's arguments of run-time lists.
# expect-oracle
a, *b = [1, 2, 3, 4]
*c, d = range(4)
e, *f, g = "hello"
h, *i = (1, [2, 3])
j, *k = {"x": 1, "y": 2}
print(a, b, c, d, e, f, g, h, i, j, k)
for p, *q in [[1, 2, 3], [4, 5]]:
    print(p, q)
x, y = map(int, "3 4".split())
(u, v), t = (1, 2), 3
print(x, y, u, v, t)
a, *b = [1]
print(a, b)
xs = [1, 2]
ys = [*xs, 3, *range(2), *"ab"[:1]] if False else [*xs, 3, *range(2)]
print(ys, {*xs, 5}, [*xs, *xs], *xs, sep="-")
print(*[], "x", *(), *map(str, xs), *{1: 2})
