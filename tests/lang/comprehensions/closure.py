# A lambda in a comprehension sees the comprehension's variables.
# expect-oracle
def apply(f, n):
    s = 0
    for i in range(n):
        s += f(i)
    return s
print([apply(lambda x: x * k, 4) for k in range(3)])
def g(m):
    return [apply(lambda x: x + k + m, 3) for k in range(m)]
print(g(3))
