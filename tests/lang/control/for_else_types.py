# Types differ between break and else.
# expect-oracle
def f(n):
    for k in range(n):
        if k == 3:
            r = k
            break
    else:
        r = 0.5
    return r
print(f(2), f(5))
def g(n):
    r = 1
    for k in range(n):
        r = r / 2
        if r < 0.2:
            break
    else:
        r = r + 100
    return r
print(g(0), g(1), g(2), g(9))
