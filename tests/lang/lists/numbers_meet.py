# Lists of unlike numbers that meet: rows of a matrix, names that change places.
# expect-oracle
m = [[1, 0.5], [2, 3]]
print(m, m[0][1] + m[1][0], [sum(r) for r in m])
a = [1, 2]
b = [0.5]
for i in range(3):
    a, b = b, a
    print(a, b, a[0] + 1)
c = a if len(b) > 1 else b
print(c)
a = [1, 2]
b = [0.5]
for i in range(100):
    a, b = b, a
    if i > 97:
        print(a[0])
def transpose(m):
    return [[row[i] for row in m] for i in range(len(m[0]))]
def matmul(a, b):
    n = len(a)
    p = len(b[0])
    c = [[0] * p for _ in range(n)]
    for i in range(n):
        for j in range(p):
            for k in range(len(b)):
                c[i][j] += a[i][k] * b[k][j]
    return c
print(transpose([[1, 2, 3], [4, 5, 6]]), matmul([[1, 2], [3, 4]], [[0.5, 0], [0, 2]]))
