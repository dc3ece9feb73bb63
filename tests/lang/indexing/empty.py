# Empty arrays in everything.
# expect-oracle
import numpy as np
e = np.zeros(0)
print(e, e.shape, e.sum(), e.prod(), len(e), e.size, e + 1, e * e, -e)
print(e[:], e[::-1], e[0:5], e[e > 0], np.sort(e), np.cumsum(e), np.unique(e))
m = np.zeros((0, 3))
print(m, m.shape, m.T.shape, m.sum(axis=0), m.sum(axis=1), m.sum(), m @ np.ones((3, 2)))
print((np.ones((2, 0)) @ np.ones((0, 3))))
print(np.concatenate((e, [1.0], e)), np.append(e, 2), e.copy(), e.tolist())
print(np.any(e), np.all(e), np.nonzero(e), np.where(e > 0, 1, 2), np.arange(0), np.zeros((2, 0, 3)).shape)
for x in e:
    print("never")
for i in range(len(e)):
    e[i] = 1
e += 1
e[:] = 5
m[:] = np.arange(3)
s = 0
for v in e:
    s += v
print(s, e.astype(np.int32), np.linspace(0, 1, 0), e.reshape(0, 4).shape, np.empty((0,)).dtype)
l = []
print(l, len(l), l == [], sum(l), [x for x in l])
print(np.dot(e, e), np.outer(e, e).shape, np.argsort(e), np.stack((e, e)), np.max(e, initial=-1))
print(e.mean(axis=0) if False else "skip", np.count_nonzero(e), np.array([]).dtype)
