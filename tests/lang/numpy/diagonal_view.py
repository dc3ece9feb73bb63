# expect-oracle
import numpy as np

m = np.arange(12).reshape(3, 4)
turned = np.diagonal(m.T)
above = m.diagonal(2)
part = np.diagonal(m[::2, 1:], -1)
m[0, 0] = 90
m[0, 2] = 70
m[2, 1] = 50
print(turned, above, part, np.diag(m), np.diagonal(m, 9), np.trace(m), np.trace(m.T, 1))
t = np.arange(24).reshape(2, 3, 4)
print(np.diagonal(t, 1, 1, 2), np.diagonal(t, 0, 2, 0), np.diagonal(t, -1))
