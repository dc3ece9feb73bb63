# expect-oracle
import numpy as np
l = [1, 2.5, 3]
print(l, l[0], l[1], l[0] + l[1], sum(l), max(l), sorted(l, reverse=True))
for v in l:
    print(v, v * 2, end=" ")
print()
l.append(4)
l.append(0.5)
l[0] = 7.0
n = len(l) - 1
print(l, l[n], l[n - 1], np.array(l), sum(l) / len(l))
m = [True, 2, 3.0, np.float32(0.5)]
for v in m:
    print(v)
m.sort()
print(m)
a, *b = 1, "two", 3.0
print(a, b)
print([1] + [2.5], [1, 2] + [0.5] * 2)
