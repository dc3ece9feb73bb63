# expect-oracle
x = 1
del x
x = 2.5
print(x)
def f(n):
    y = n
    del y
    y = n * 2.0
    return y
print(f(2))
a, b, c = 1, 2, 3
del a, (b, c)
a = "again"
print(a)
