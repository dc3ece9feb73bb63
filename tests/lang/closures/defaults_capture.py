# expect-oracle
def f(n):
    total = 0
    for i in range(n):
        g = lambda x, i=i: x * i
        total += g(10)
    return total
print(f(4))
add = lambda a, b=2, *c: (a, b, c)
print(add(1), add(1, 3), add(1, 3, 4, 5))
print((lambda: 7)(), (lambda x: lambda y: x - y)(5)(3))
