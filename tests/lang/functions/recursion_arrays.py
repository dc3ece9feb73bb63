# expect-oracle
import numpy as np
def quick(a):
    if len(a) <= 1:
        return a
    p = a[0]
    rest = a[1:]
    return np.concatenate((quick(rest[rest < p]), np.array([p]), quick(rest[rest >= p])))
print(quick(np.array([3, 1, 4, 1, 5, 9, 2, 6])))
def total(a):
    if a.size == 1:
        return a[0]
    m = len(a) // 2
    return total(a[:m]) + total(a[m:])
print(total(np.arange(10.0)))
def hanoi(n, a, b, c, moves):
    if n == 0:
        return moves
    moves = hanoi(n - 1, a, c, b, moves)
    moves += 1
    return hanoi(n - 1, c, b, a, moves)
print(hanoi(6, "a", "b", "c", 0))
