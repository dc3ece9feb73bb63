# Fresh results follow the order of their operands, views of unnamed results and lower ranks too.
# expect-oracle
import numpy as np
x = np.arange(24).reshape(2, 3, 4) / 3
a = np.transpose(x, (2, 0, 1)) / x.mean()
print(a.strides)
a = np.transpose(x, (2, 0, 1)) / 3.0
print(a.strides)
a = np.transpose(x / 2, (2, 0, 1)) / 3.0
print(a.strides)
a = np.transpose(x / 2, (2, 0, 1)) / x.mean()
print(a.strides)
a = np.transpose(x / 2, (2, 0, 1)) / np.ones_like(x).mean(axis=(0, 1, 2))
print(a.strides)
a = np.transpose(x / 2, (2, 0, 1)) + np.ones(3)
print(a.strides)
a = np.transpose(x / 2, (2, 0, 1)) + np.ones((4, 2, 1))
print(a.strides)
y = (x / 2).T
a = y[::-1] + 1
print(a.strides)
a = (x.T + 1)[:, ::-1] * (x.T + 2)
print(a.strides)
a = (x.T + 1).swapaxes(0, 1) * 3
print(a.strides)
a = (x.T + 1).swapaxes(0, 1) * (x.T + x[0, 0, 0]).swapaxes(0, 1)
print(a.strides)
a = np.where(x.T > 1, 3, x.T)
print(a.strides)
a = x.swapaxes(0, 1).astype(np.float32)
print(a.strides)
a = (x + 1).swapaxes(0, 1).astype(np.float32)
print(a.strides)
a = (x + 1).swapaxes(0, 1) > 3
print(a.strides)
a = (x + 1).swapaxes(0, 1)[None] + 2
print(a.strides)
a = (x + 1).swapaxes(0, 1)[1:, ::2] + 2
print(a.strides)
a = np.arange(75).reshape((5, 5, 1, 3))
v2 = np.ones((3, 1, 5, 1))
print((a / v2.T).strides)
v2 = np.ones((3, 5))
print((a / v2.T).strides)
v2 = np.ones((3, 2, 5, 5))
print((a / v2.T).strides)
v2 = np.ones((3, 5, 5))
print((a / v2.T).strides)
v2 = np.ones((3, 1))
print((a / v2.T).strides)
v2 = np.ones((3, 7))
print((a / v2.T).strides)
v2 = np.ones((1, 7))
print((a / v2.T).strides)
