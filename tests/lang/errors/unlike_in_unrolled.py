# One message, at the place of the return.
# expect-error 8:24: TypeError: f() returns str here and union(int, float) elsewhere
def f(n):
    while n > 0:
        for k in (1, 2.5, "s"):
            if n == 2:
                break
            if n == 3: return k
        else:
            n -= 1
            continue
        n -= 2
    return n
print(f(1), f(2))
