# Index checks stay outside the lanes of sums.
# expect-oracle
import numpy as np
x = np.arange(40.0).reshape(8, 5) / 3
i = [0, -1, 7]
j = np.array([[0, 2], [1, -3]])
print((x[i].sum(axis=1) * 2 + 1).sum(), x[i].sum(axis=0), x[j % 5].sum(axis=2), x[:, i[:2]].sum(axis=1) + 1, np.sqrt(x[j].sum(axis=(1, 2))))
for k in range(2):
    print(x[i][k].sum(), x[j, j].sum(axis=k) + 1)
v3 = [0]
x = np.linspace(0, 1)
v4 = x[v3].sum()
