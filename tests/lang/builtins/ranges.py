# expect-oracle
print(list(range(5)), list(range(2, 8, 3)), list(range(5, 0, -2)), list(range(0)))
print(len(range(10)), len(range(10, 0)), len(range(0, 10, 3)), len(range(10, 0, -3)))
r = range(2, 20, 3)
print(r[0], r[-1], r[2], 5 in r, 6 in r)
n = 4
for i in range(n, -1, -1):
    print(i, end=" ")
print()
for i in reversed(range(n)):
    print(i, end=" ")
print()
print([i for i in reversed(range(0, 10, 3))], [i for i in reversed([1, 2, 3])])
