# The path that ends the recursion comes last.
# expect-oracle
def f(n):
    if n > 0:
        return f(n - 1) * 2
    return 1.5
print(f(4))
def g(n):
    if n > 10:
        return g(n - 10)
    elif n > 5:
        return g(n - 1) + 1
    return n
print(g(33))
def h(n, acc):
    if n:
        return h(n - 1, acc + n)
    return acc
print(h(4, 0), h(4, 0.5))
