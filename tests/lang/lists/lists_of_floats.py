# expect-oracle
import numpy as np
x = [0.0] * 5
for i in range(5):
    x[i] = i / 2
print(x, sum(x) / len(x), np.array(x).mean())
y = [[0] * 3 for _ in range(2)]
y[1][2] = 7
print(y, y[1], y[1][2])
z = []
for i in range(3):
    z.append((i, i * 0.5))
for a, b in z:
    print(a, b)
print(z[1], z[-1][1])
