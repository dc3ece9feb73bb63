# expect-oracle
def f(x): return x + 1
print(f(1))
def g(x): return f(x) * 10
print(g(1))
def f(x): return x - 1
print(f(1), g(1))
f = lambda x: x * 100
print(g(2))
if len("abc") > 2:
    def f(x): return x
else:
    def f(x): return -x
