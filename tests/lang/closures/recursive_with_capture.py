# expect-oracle
import numpy as np
def solve(a, depth):
    best = np.zeros(3)
    def visit(k, acc):
        if k == len(a):
            best[0] += acc
            best[1] += 1
            return acc
        return visit(k + 1, acc + a[k]) + visit(k + 1, acc)
    total = visit(0, 0)
    return total, best
print(solve(np.array([1, 2, 3]), 2))
def outer(n):
    def inner(m):
        for i in range(1):
            pass
        if m == 0:
            return n
        return outer(n - 1) + n if n > 0 else 0
    return inner(n)
print(outer(0), outer(4))
