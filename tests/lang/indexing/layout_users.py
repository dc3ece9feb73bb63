# Operations that follow the memory order of an advanced index.
# expect-oracle
import numpy as np
a = np.arange(24.0).reshape(4, 6) / 7
r = a[:, [1, 0, 3]]
print((r + 1).flags.f_contiguous, (r * r).flags.c_contiguous, r.copy().flags.c_contiguous, np.exp(r).flags.f_contiguous)
print(np.zeros_like(r).flags.f_contiguous, r.astype(np.float32).flags.f_contiguous)
print(r.ravel(), r.ravel(order="K"), r.flatten(), r.T.ravel(order="K"), r.reshape(-1))
print(r.sum(), r.mean(), np.cumsum(r), r.std(axis=1))
x = np.random.default_rng(3).random((300, 7))
y = x[:, [6, 1, 2]]
print(y.sum(), y.sum(axis=0), y.mean(), (y * 3).sum(), np.linalg.norm(y) > 0)
s = x[:, 2]
print(s.flags.c_contiguous, s.sum())
