# expect-oracle
import numpy as np

for endpoint in (True, False):
    print(np.linspace(0, 1, 5, endpoint=endpoint), np.linspace(2.0, -3, 7, endpoint=endpoint))
    print(np.linspace(1, 10, 4, endpoint=endpoint, dtype=np.int32), np.linspace(0, 1, 1), np.linspace(0, 1, 0))
y, step = np.linspace(0, 3, 7, retstep=True)
print(y, step, y.dtype)
print(np.linspace(0, 1, 1, retstep=True), np.linspace(0, 1, 3, endpoint=False, retstep=True))
print(np.linspace(np.float32(0), np.float32(1), 4).dtype, np.linspace(0, 5e-324, 5))
print(np.linspace(np.array([1, 2]), np.array([3.0, 5]), 3), np.linspace(np.array([1, 2]), 5, 3, axis=1))
print(np.linspace(0, 1j, 3), np.linspace(-5, 5, 11, dtype=int))
print(np.round(np.logspace(0, 2, 5), 9), np.round(np.logspace(0, 3, 4, base=2), 9), np.logspace(0, 2, 3, dtype=int))
print(np.round(np.geomspace(1, 1000, 4), 9), np.round(np.geomspace(-8, -1, 4), 9), np.round(np.geomspace(1, 256, 9), 9))


def halves(n):
    return np.linspace(0, 1, n)


for n in range(4):
    print(halves(n))
