# expect-oracle
def f(n):
    if n > 1:
        return n, "a"
    return n / 2, "b"
print(f(1), f(2), f(3))
def g(n):
    t = (1, 2)
    for i in range(n):
        t = (t[1] / 2, t[0] + 1)
    return t
print(g(0), g(1), g(2), g(5))
t = (1, 2.5) if len("ab") > 1 else (1.5, 2)
print(t, t[0] + 1)
for k in range(3):
    if k == 1:
        t = (k, k)
    else:
        t = (0.5, k)
    a, b = t
    print(a, b, t)
