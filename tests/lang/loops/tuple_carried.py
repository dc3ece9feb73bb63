# expect-oracle
import numpy as np
state = (np.zeros(3), 0)
for i in range(4):
    a, n = state
    a[n % 3] += i
    state = (a, n + 1)
print(state)
pair = (1, 1)
for i in range(5):
    pair = (pair[1], pair[0] + pair[1])
print(pair)
arrs = (np.zeros(2), np.ones(2))
for i in range(3):
    arrs = (arrs[1], arrs[0] + arrs[1])
print(arrs)
