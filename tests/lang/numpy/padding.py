# expect-oracle
import numpy as np

a = np.arange(1, 5)
m = np.arange(6.0).reshape(2, 3)
for width in (0, 1, 3):
    for_constant = np.pad(a, width)
    print(for_constant, np.pad(a, width, mode="edge"), np.pad(a, width, mode="wrap"))
    print(np.pad(a, width, mode="reflect"), np.pad(a, width, mode="symmetric"))
print(np.pad(a, 11, mode="reflect"), np.pad(a, 11, mode="symmetric"), np.pad(a, 11, mode="wrap"))
print(np.pad(a, (2, 1), constant_values=7), np.pad(a, (2, 1), constant_values=(8, 9)), np.pad(m, ((1, 0), (0, 2)), constant_values=-1.5))
print(np.pad(m, 1), np.pad(m, ((1, 2), (2, 1)), mode="edge"), np.pad(m, 1, mode="reflect"), np.pad(m, 2, mode="symmetric"), np.pad(m, 1, mode="wrap"))
print(np.pad(m, 1, constant_values=((1, 2), (3, 4))), np.pad(m, 1, mode="maximum"), np.pad(a, 2, mode="mean"), np.pad(m, 1, mode="minimum"))
