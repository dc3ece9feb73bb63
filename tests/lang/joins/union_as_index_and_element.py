# expect-oracle
# A number of several possible types as an index and as an element.
import numpy as np

cost = np.array([[4, 1], [2, 3]], dtype=np.int32)
best = np.zeros(4, dtype=np.int64)
for i in range(4):
    k = max(0, cost[i // 2, i % 2] - 2)
    best[k] += 1
    best[i] = max(best[i], k)
    best[k:] = min(5, best[i])
print(best)
