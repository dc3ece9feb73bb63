# expect-oracle
def f(*args, **kwargs):
    print(len(args), sorted(kwargs), len(kwargs))
    for k, v in kwargs.items():
        print(k, v)
    if "a" in kwargs:
        print("has a", kwargs["a"], kwargs.get("zz"), kwargs.get("b", 5))
    return sum(args)
print(f(1, 2, 3, a=1, b=2), f(2.5))
def g(x, *rest, scale=1.0, **opts):
    return x + sum(rest) * scale + opts.get("offset", 0)
print(g(1, 2, 3, scale=2.0, offset=10))
args = (1, 2)
print(g(*args), g(*[1, 2, 3]))
d = {"scale": 3.0, "offset": 1}
print(g(1, 2, **{"scale": 3.0, "offset": 1}))
def wrapper(func, *args, **kwargs):
    return func(*args, **kwargs)
print(wrapper(g, 1, 2, scale=0.5))
def timed(func):
    def inner(*args, **kwargs):
        r = func(*args, **kwargs)
        return r
    return inner
def show(**kw):
    print(kw)
    print(f"{kw}", list(kw.keys()), list(kw.values()))
    merged = {"x": 0, **kw}
    print(merged)
    return kw
r = show(a=1, x=2)
print(r["a"])
def popper(n, **kw):
    size = kw.pop("size", 3)
    kw["extra"] = n
    for k in kw:
        print(k, kw[k])
    return size * n
print(popper(2, size=4), popper(3, other=5))
def model(x, a, b=1.0, c=0.5):
    return a * x + b * c
params = [2.0, 3.0]
params.append(0.25)
print(model(10, *params), model(10, *params[:1]), model(*params))
options = {"a": 3.0, "c": 2.0}
print(model(1, **options))
try:
    raise TypeError("x")
except TypeError as e:
    print("TypeError")
options["q"] = 1.0
try:
    model(1, **options)
except TypeError as e:
    print("TypeError")
try:
    model(10, *(params + [1.0, 2.0]))
except TypeError:
    print("many")
def mean(*xs):
    return sum(xs) / len(xs)
print(mean(*params), mean(1, 2))
class Plot:
    def __init__(self, title, **options):
        self.title = title
        self.options = options
    def show(self, *xs, **more):
        print(self.title, self.options.get("color", "black"), more, xs)
Plot("a", color="red").show(1, 2, width=3)
Plot("b").show()
def defaults(**kw):
    cfg = {"n": 10, "m": 2}
    cfg.update(kw)
    return cfg["n"] * cfg["m"]
print(defaults(), defaults(n=5))
mixed = {"a": 1, "b": 2.5}
print(model(2, **mixed))
def copied(**kw):
    mine = kw.copy()
    mine["new"] = 1
    return mine
print(copied(a=1))
