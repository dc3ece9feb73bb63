# expect-oracle
# Comprehensions over a list that they change; indexes of two integer types; empty lists as indexes.
import numpy as np
d = np.zeros((4, 5))
print(np.take(d, [], axis=0).shape, np.take(d, [1, 2], axis=1).shape, np.delete(d, [], axis=0).shape, np.delete(np.arange(5), [1, 3]), np.take([4, 5, 6], 1))
print(np.dot(np.asfortranarray(d), 2.0).strides, np.dot(3, d.T).strides, np.dot(2, 3), np.dot(np.arange(3), 2), np.dot(d.T, np.float32(2)).strides)
s = "abcdefg"
for v in np.arange(3):
    print(s[min(v * 2, 5)], end=" ")
print()
n = 0
a = [1, 2, 3]
b = [a.pop() for x in a]
print(a, b)
c = [1, 2, 3]
d2 = [c.append(x) or x for x in c if len(c) < 6]
print(d2, c)
e = [3, 1, 2]
print([e.remove(v) for v in e], e)
def f(l):
    out = []
    for v in l:
        out.append(v)
        if v < 4: l.append(v + 1)
    return out
print(f([1, 2]))
g = [1, 2, 3, 4]
print(sum(g.pop() for _ in g), g)
print({x: g.append(x) for x in g if len(g) < 4}, g)
h = [1, 2, 3, 4, 5, 6]
print([(x, y) for x in h if x % 2 for y in h if h.remove(y) is None], h)
