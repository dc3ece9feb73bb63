# expect-oracle
def f(a, /, b, *, c, d=4):
    return a, b, c, d
print(f(1, 2, c=3), f(1, b=2, c=3, d=5))
def g(*args, scale=1):
    s = 0
    for x in args:
        s += x * scale
    return s, len(args)
print(g(), g(1), g(1, 2.5), g(1, 2, scale=3))
def h(first, *rest):
    return first, rest
print(h(1), h(1, 2, "x"))
t = (1, 2)
print(h(*t), h(0, *t), g(*t, *t, scale=2), f(*t, c=9))
