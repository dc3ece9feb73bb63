# expect-oracle
import numpy as np
def f(a, stop):
    s = 0
    for i in range(len(a)):
        if i == stop:
            break
        s += a[i]
    else:
        return s, "else"
    return s, "broke"
a = np.array([1.5, 2.5, 3.5])
print(f(a, 0))
print(f(a, 1))
print(f(a, 5))
print(f(a[:0], 0))
def g(a, stop):
    s = 0
    for v in a:
        if v == stop:
            continue
        s += v
        if s > 4:
            break
    return s
print(g(a, 1.5), g(a, 3.5), g(a, 0.0), g(a[:0], 0.0))
def h(a):
    s = 0
    for v in a:
        if v > 2:
            return s
        s += v
    return -s
print(h(a), h(a[:0]), h(a[:1]), h(a[1:]))
