# expect-oracle
import numpy as np
points = []
for i in range(3):
    points.append((i, i * 0.5))
a = np.array(points)
print(a, a.dtype, a.shape)
print(a.tolist(), np.arange(3).tolist(), np.array([True, False]).tolist(), np.float32(1.5).tolist())
b = np.array([[1, 2], [3, 4]]).tolist()
b[0][1] = 9
print(b, np.array(b), sum(b[1]))
c = [np.array([1.0, 2.0]) * k for k in range(3)]
print(np.array(c), np.asarray(c).sum(axis=0))
