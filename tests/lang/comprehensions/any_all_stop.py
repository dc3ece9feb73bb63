# expect-oracle
# any() and all() of a generator stop at the element that decides.
import numpy as np

print(any(1 // x > 0 for x in [1, 0]), all(1 // x > 5 for x in [1, 0]))
def chk(x):
    print("chk", x)
    return x > 1
print(any(chk(x) for x in [1, 2, 3]), all(chk(x) for x in [2, 1, 3]))
s = "ab"
print(any(s[i] == "b" for i in range(5)))
print(sum(x * x for x in range(5)), max((len(w), w) for w in ["a", "bbb", "cc"]), min(x for x in [3, 1]), sorted(x for x in (3, 1)), list(x for x in range(3)), set(x % 2 for x in range(5)), ",".join(str(x) for x in range(3)), dict((x, x * x) for x in range(3)))
print(any([]), all([]), any(x for x in ()), any(x > 1 and chk(x) for x in range(5)))
def isprime(n): return n > 1 and all(n % d for d in range(2, int(n**0.5) + 1))
print([n for n in range(20) if isprime(n)])
print(any(any(chk(x + y) for x in [0, 1]) for y in [0, 2, 5]))
print(any(chk(x) for y in [[0, 5], [7]] for x in y if x != 3))
def f(a, n):
    c = 0
    for i in range(n):
        if any(x == i for x in a) and not all(x > i for x in a):
            c += 1
    return c
print(f([3, 5, 2], 8), f(np.arange(4), 6), f((1, 2.5), 4))
def g(m): return any(any(v > 5 for v in row) for row in m), all(all(v < 9 for v in row) for row in m), any(v > 7 for row in m for v in row)
print(g([[1, 2], [6]]), g(np.arange(9).reshape(3, 3)), g([[]]))
def rec(n): return n == 0 or all(rec(k) for k in range(n))
print(rec(4))
class A:
    def __init__(self, xs): self.xs = xs
    def has(self, k): return any(x == k for x in self.xs)
print(A([1, 2]).has(2), A([1, 2]).has(5))
print(any(isinstance(x, str) for x in (1, "a", 2.0)), all(x for x in (1, 2.5, True)), any((y := x) > 2 for x in [1, 3, 5]), y)
h = lambda s: all(ch.isdigit() for ch in s)
print(h("123"), h("12a"), [w for w in ["ab", "b1"] if any(ch.isdigit() for ch in w)])
d = {1: [2, 3], 2: []}
print(any(v for v in d.values()), all(k in d for k in [1, 2]), any(k > 1 and not v for k, v in d.items()), any(a > b for a, b in zip([1, 2], [3, 1])), all(i == x for i, x in enumerate([0, 1])))
try:
    print(all(1 // x for x in [1, 0]))
except ZeroDivisionError as e:
    print(e)
t = [any(x > k for x in [1, 2, 3]) for k in range(5)]
print(t, sum(any(c == w[0] for c in "ab") for w in ["apple", "bat", "cat"]))
while any(v > 0 for v in t): t = t[1:] if t[0] else []
print(t)
