# None on one path and a value on another.
# expect-oracle
def find(xs, t):
    for i in range(len(xs)):
        if xs[i] == t:
            return i
    return None
r = find([1, 2, 3], 2)
print(r, find([1], 5), r is None, r is not None, r == 1, r != None, r == None)
if r is not None:
    print(r + 1, [10, 20, 30][r])
q = find([1], 5)
print(q is None, not q, q or 7, f"{q} {r}", str(q), repr(r), [q, r], (q, r))
best = None
for v in [3.5, 1.5, 2.5]:
    if best is None or v < best:
        best = v
print(best)
def lowest(xs):
    best = None
    for x in xs:
        if best is None or x < best:
            best = x
    return best
print(lowest([3, 1, 2]), lowest([]))
import numpy as np
def solve(a):
    if np.linalg.det(a) == 0:
        return None
    return np.linalg.inv(a)
x = solve(np.eye(2) * 2)
y = solve(np.zeros((2, 2)))
print(y is None)
if x is not None:
    print(x, x.sum(), x @ x, np.sum(x), x[0, 0])
print(y)
def f(n):
    if n > 2:
        return "big"
for i in [1, 5]:
    r = f(i)
    print(r, r is None)
    if r:
        print(r.upper(), len(r))
def f(n):
    return None if n < 0 else (n, n * 0.5)
for i in [-1, 3]:
    t = f(i)
    if t is not None:
        a, b = t
        print(a, b, t[0])
    else:
        print("none", t)
def g(x=None):
    if x is None:
        x = 5
    return x + 1
print(g(), g(2), g(None))
def h(a, b=None):
    s = 0
    if b is not None:
        s += b
    return s + a
print(h(1), h(1, 2))
