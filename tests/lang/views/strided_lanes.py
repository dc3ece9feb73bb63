# expect-oracle
import numpy as np

for dtype in (np.float64, np.float32, np.int16, np.uint8):
    a = np.arange(103).astype(dtype)
    print(a[::2] + a[1::2][:1])
    print(a[:102:2] * a[1::2])
    print(a[::-1] - a)
    print(a[::3] + a[::3], a[2::4] + a[1::4][:26] * 2, a[::-2] + a[::2])
    print(a[::5] + 1, (a[1::3] + a[::-3][:34])[:5])


def pair(x, y):
    return x + y


m = np.arange(60.0).reshape(5, 12)
print(pair(m, m[:1]), pair(m[:, ::2], m[:, 1::2]), pair(m[:, :1], m), pair(m[::2, ::-1], m[:1]))
print(pair(m[:, ::4], m[:, 2::4]), pair(m[0], m[1, :1]), pair(m[0, :1], m[1]))
f = (np.arange(40) + 1j * np.arange(40)[::-1]).reshape(4, 10)
print(f[:, ::2] + f[:, ::-2])
