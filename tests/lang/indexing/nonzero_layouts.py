# expect-oracle
import numpy as np
b = np.arange(5) % 2
print(np.nonzero(b), np.flatnonzero(b > 0), np.argwhere(b))
c = np.arange(12).reshape(3, 4) % 5 < 2
print(np.nonzero(c), np.where(c.T), np.argwhere(c[:, ::-2]))
d = np.array([[0.0, np.nan], [-0.0, 2.0]])
print(np.nonzero(d), np.nonzero(np.zeros((0, 3))), np.nonzero(np.arange(24).reshape(2, 3, 4)[:, ::-1, ::2] % 3))
