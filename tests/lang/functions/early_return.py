# expect-oracle
def f(n):
    while True:
        n += 1
        if n % 7 == 0:
            return n
print(f(1), f(7), f(13))
def g(n):
    for i in range(n):
        for j in range(n):
            if i * j == 6:
                return i, j
    return -1, -1
print(g(2), g(5))
def h(x):
    return
    print("never")
print(h(1))
def k(n):
    if n:
        return
    print("none")
print(k(0), k(1))
