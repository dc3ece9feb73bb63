# expect-oracle
def a(x): return b(x) + 1
def b(x): return c(x) * 2
def c(x):
    if x > 5:
        return x - 5
    return x
print(a(3), a(9), a(2.5))
def p(n):
    for i in range(n):
        if q(i) > 3:
            return i
    return -1
def q(n):
    s = 0
    for i in range(n):
        s += c(i)
    return s
print(p(10), p(2), q(8))
