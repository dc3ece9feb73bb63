# expect-oracle
def f(n):
    y = n
    if n > 1:
        del y
    return y
for k in range(4):
    print(f(k))
