# expect-oracle
def f(n):
    if n == 0:
        raise RuntimeError
    if n == 1:
        raise TypeError("t")
    if n == 2:
        raise KeyError("k")
    return n
print(f(3))
for k in range(5, 0, -1):
    print(f(k))
