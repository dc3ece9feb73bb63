# expect-oracle
def f(n):
    x = n
    while x > 1:
        x = x / 2
    return x
print(f(1), f(8), f(7))
def g(n):
    x = 1
    k = 0
    while k < n:
        k += 1
        x = x * 0.5
        if x < 0.1:
            x = 7
    return x
for n in range(7):
    print(g(n))
