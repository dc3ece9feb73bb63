# dict, set and list under @njit.
# expect-oracle
from numba import njit
@njit
def f(n):
    d = dict()
    for i in range(n):
        d[i] = i * 2
    s = 0
    for k in d:
        s += d[k]
    return s
print(f(10))
@njit
def g(n):
    xs = []
    for i in range(n):
        xs.append(i * 0.5)
    s = 0.0
    for x in xs:
        s += x
    return s
print(g(5))
@njit
def h(n):
    seen = set()
    for i in range(n):
        seen.add(i % 3)
    return len(seen)
print(h(10))
