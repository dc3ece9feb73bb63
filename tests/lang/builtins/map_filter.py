# map and filter.
# expect-oracle
xs = ["3", "1", "2"]
print(list(map(int, xs)), sum(map(int, xs)), sorted(map(int, xs)), max(map(len, xs)), [a * b for a, b in zip(map(int, xs), [1, 2, 3])], list(map(lambda a, b: a - b, [5, 6, 7], [1, 2])))
for i, v in enumerate(map(float, xs)):
    print(i, v)
print(list(filter(lambda v: v > "1", xs)), sum(filter(None, [1, 0, 3])), len(list(filter(str.isdigit, ["1", "a"]))))
for t in map(lambda t: t[0] + t[1], [(1, 2), (3, 4)]):
    print(t)
print(" ".join(map(str, [1, 2.5])), list(map(abs, [-1, 2])), list(map(max, [1, 5], [3, 2])), list(map(str.upper, ["a"])))
print(list(map(lambda x: x * x, [1, 2, 3])), list(filter(lambda x: x % 2, range(10))))
print(list(map(str, [1, 2])), list(map(int, ["1", "2"])), sum(map(float, ["1.5", "2"])))
print(list(map(lambda a, b: a + b, [1, 2], [3, 4])))
print(list(filter(None, [0, 1, 2, 0])))
a = [[0] * 3 for _ in range(3)]
a[1][2] = 5
a[0][0] += 2
print(a, sum(sum(r) for r in a), max(map(max, a)))
