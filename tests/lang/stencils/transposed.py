# expect-oracle
# Neighbours along an axis that is not the one in memory order: nothing of a row can be held.
import numpy as np


def differences(w):
    return w[:, 1:] - w[:, :-1], w[1:] - w[:-1], np.diff(w), np.diff(w, axis=0)


def second(w):
    return w[:, 2:] - 2 * w[:, 1:-1] + w[:, :-2]


a = np.arange(40).reshape(5, 8) ** 2
for w in (a, a.T, a[::-1], a.T[:, ::-1], a[:, ::2].T, a.copy(order="F")):
    print(*differences(w), sep="\n")
    print(second(w))
v = a.astype(np.float32).T
print(np.diff(v), second(v), v[1:, 1:] - v[:-1, :-1])
c = np.arange(60.0).reshape(3, 4, 5) ** 2 / 7
for t in (c.transpose(2, 1, 0), c.transpose(0, 2, 1), c.transpose(1, 0, 2), c.transpose(2, 0, 1)):
    print((t[:, :, 1:] - t[:, :, :-1]).sum(), (t[:, 1:] - t[:, :-1]).sum(), (t[1:] - t[:-1]).sum())
f = np.asfortranarray(a.astype(float))
f[:, 1:-1] = f[:, 2:] + f[:, :-2]
print(f)
f[1:-1] += f[2:] - f[:-2]
print(f)
g = a.T * 1.0
g[:, 1:] += g[:, :-1]
g[1:] -= g[:-1]
print(g)
