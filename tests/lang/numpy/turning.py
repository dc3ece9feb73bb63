# expect-oracle
import numpy as np

a = np.arange(6)
m = np.arange(12).reshape(3, 4)
t = np.arange(24).reshape(2, 3, 4)
print(np.flip(a), np.flip(m), np.flip(m, 1), np.flip(t, (0, 2))[0], np.fliplr(m), np.flipud(m))
for k in (-1, 0, 1, 2, 3, 4):
    print(np.rot90(m, k))
print(np.rot90(t, 1, (1, 2))[0], np.rot90(t, 3, (2, 0)).shape)
for s in (-7, -1, 0, 2, 100):
    print(np.roll(a, s), np.roll(m, s, axis=0)[0], np.roll(m, s, axis=1)[0], np.roll(m, s)[0])
print(np.roll(m, (1, 1), axis=(0, 1)), np.roll(m, 2, axis=(0, 1)), np.roll(np.zeros(0), 3))
print(np.moveaxis(t, 0, -1).shape, np.moveaxis(t, (0, 1), (-1, 0)).shape, np.moveaxis(t, -1, 0)[1], np.rollaxis(t, 2).shape, np.rollaxis(t, 0, 3).shape)
print(np.atleast_1d(3), np.atleast_2d([1, 2]), np.atleast_3d(m).shape, np.atleast_1d(1, [2]))
v = np.flip(m, 0)
v[0, 0] = 99
print(m)
