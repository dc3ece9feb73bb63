# expect-error 4:1: TypeError: f() takes 1 positional argument but 2 were given
def f(a, *, b): return a + b
print(f(1, b=2))
f(1, 2)
