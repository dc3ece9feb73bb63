# expect-error 4:3: TypeError: f()
def f(a, /): return a
print(f(1))
f(a=1)
