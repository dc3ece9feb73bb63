# expect-oracle
def f(n):
    for x in (1, 2.5, 3):
        for k in range(5):
            if k == n:
                break
            if k * x > 6:
                return k, x
        else:
            continue
        return -1, x
    return 0, 0
print(f(0), f(2), f(9))
