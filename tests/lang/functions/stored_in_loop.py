# A function that a loop defines, called after it; a tuple of tuples that changes.
# expect-oracle
for i in range(3):
    def f(x):
        return x * i
    print(f(2))
print(f(10))
x = 5
def g(a, b=x):
    def h(c=b):
        return a + b + c + x
    return h
print(g(1)(), g(1, 2)(3))
x = 7
print(g(1)())
t = (1, (2, (3, 4)))
a, (b, (c, d)) = t
for k in range(100):
    t = (t[0] + 1, (t[1][1][0], (k * 0.5, 4)))
print(t, a, b, c, d)
