# expect-oracle
def check(n):
    assert n > 0, f"n is {n}"
    return n
for k in range(2, -1, -1):
    print(check(k))
