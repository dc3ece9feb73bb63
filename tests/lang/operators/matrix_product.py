# expect-oracle
import numpy as np

m = np.arange(6).reshape(2, 3)
v = np.array([1, 2, 3])
print(m @ m.T, m @ v, np.array([1, 2]) @ m, v @ v)
f = m * 0.5
print(f @ m.T, f @ v, v @ f.T, np.array([1.0, 2.0]) @ np.array([3.0, 4.0]))
s = np.arange(12).reshape(2, 2, 3)
print(s @ np.arange(6).reshape(3, 2), s @ v, np.ones((2, 2)) @ s)
b = m > 2
print(b @ b.T, (m + 1j) @ v, m.astype(np.float32) @ m.T.astype(np.float32))
print(m.astype(np.uint8) @ m.T.astype(np.uint8), m.astype(np.float16) @ v.astype(np.float16))
f @= np.eye(3)
print(f)
