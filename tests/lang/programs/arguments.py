# expect-oracle
def f(*args, **kwargs):
    print(len(args), sorted(kwargs))
    for k, v in kwargs.items():
        print(k, v)
    return sum(args)
print(f(1, 2, 3, a=1, b=2))
def g(x, *rest, scale=1.0, **opts):
    return x + sum(rest) * scale + opts.get("offset", 0)
print(g(1, 2, 3, scale=2.0, offset=10))
args = (1, 2)
print(g(*args), g(*[1, 2, 3]))
d = {"scale": 3.0, "offset": 1}
def wrapper(func, *args, **kwargs):
    return func(*args, **kwargs)
print(wrapper(g, 1, 2, scale=0.5))
def timed(func):
    def inner(*args, **kwargs):
        r = func(*args, **kwargs)
        return r
    return inner
@timed
def add(a, b=2):
    return a + b
print(add(1), add(1, b=5))
print("{} {}".format(*args), max(*args), print(*[1, 2, 3], sep="-"))
first, *rest = [1, 2, 3, 4]
a, *mid, z = (1, 2, 3, 4)
print(first, rest, a, mid, z)
print([*range(3), *[5, 6]], {**{"a": 1}, "b": 2}, (*args, 9))
