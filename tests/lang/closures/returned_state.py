# expect-oracle
# A returned function keeps the variables that it assigns; each call of its maker makes others.
def make(start):
    n = start

    def inc(by=1):
        nonlocal n
        n += by
        return n

    return inc


a = make(10)
b = make(0)
print(a(), a(5), b(), a(), b(2))
def apply(f, k):
    return f(k) + f(k)
print(apply(a, 100), a())
for i in range(3):
    b(i)
print(b(0))
