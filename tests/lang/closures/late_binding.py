# Nested functions see the variable, not the value it had.
# expect-oracle
def outer(n):
    x = n
    def get():
        return x
    x = x + 1
    a = get()
    x = 2.5
    return a, get()
print(outer(1))
def loop(n):
    s = 0
    for i in range(n):
        def f(y):
            return i * y
        s += f(2)
    return s, f(100)
print(loop(4))
k = 1
g = lambda: k
k = 2
print(g())
for k in range(3):
    print(g())
fs = []
