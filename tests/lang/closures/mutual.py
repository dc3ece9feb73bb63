# expect-oracle
def outer(limit):
    def even(n):
        if n == 0:
            return limit
        return odd(n - 1)
    def odd(n):
        if n == 0:
            return -limit
        return even(n - 1)
    r = 0
    for k in range(4):
        r = r * 10 + even(k)
    return r
print(outer(1), outer(2))
