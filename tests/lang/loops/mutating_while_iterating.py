# expect-oracle
import numpy as np
a = np.arange(5)
for v in a:
    a[4] = 100
    print(v)
l = [1, 2, 3]
for x in l:
    if len(l) < 6:
        l.append(x * 10)
print(l)
for i in range(len(l)):
    l[i] += i
print(l)
