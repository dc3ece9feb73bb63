# expect-oracle
def f(n):
    if n > 0:
        x = n
    return x
for k in range(3, -4, -3):
    print(f(k))
