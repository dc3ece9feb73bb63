# compress and clip as methods; take and compress into out=.
# expect-oracle
import numpy as np

a = np.arange(6.0)
m = np.arange(12.0).reshape(3, 4)

print(m.compress([True, False, True], axis=0))
print(m.compress([True, False, True], 0))
print(m.clip(min=2), np.clip(m, max=3))
print(m.clip(max=3))
print(np.take(m, [0, 1], axis=0, mode='clip'))
print(np.take(m, [0, 1], axis=1, out=np.empty((3, 2))))
print(np.choose([0, 3, 2], [1, 2, 3], mode='clip'))
print(np.compress([True, False, True], m, axis=0))
print(np.compress([0, 1], m, axis=1))
print(np.clip(a, 1, 3))
print(np.clip(a, None, 3))
print(np.clip(a, a_min=1, a_max=None))
print(np.clip(a, 1, 3, out=a))
print(np.clip(m, m[0], 8))
print(np.clip(a, min=1))
