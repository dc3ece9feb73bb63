# expect-oracle
def f(n):
    if n > 0 and (m := n * 2) > 5:
        return m
    return -n
for n in range(-1, 5):
    print(f(n))
def g(n):
    k = 0
    ok = n > 1 and (k := n) > 2
    return k, ok
print(g(0), g(2), g(3))
