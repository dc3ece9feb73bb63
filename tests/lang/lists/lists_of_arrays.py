# expect-oracle
import numpy as np
rows = []
for i in range(3):
    rows.append(np.arange(3) * i)
print(rows[1], rows[-1][2], len(rows))
rows[0][1] = 100
print(rows)
total = np.zeros(3, dtype=np.int64)
for r in rows:
    total += r
print(total)
