# A closure called inside a branch and a loop whose variables change.
# expect-oracle
def f(n):
    x = 0
    def show(tag):
        return tag * 100 + x
    out = []
    for i in range(n):
        if i % 2:
            x = x + i
            out.append(show(1))
        else:
            out.append(show(2))
    out.append(show(3))
    return out
print(f(5))
def g(n):
    y = 1
    h = lambda: y * 2
    while y < n:
        y = h() + 1
    return y, h()
print(g(10))
