# expect-oracle
# Copies lie in memory as NumPy's do: an axis that was broadcast is the innermost, unlike in the
# result of an operation; order='A' looks at the array.
import numpy as np


def strides(a):
    return [s for s, n in zip(a.strides, a.shape) if n > 1]


row = np.arange(3.0)
a = np.arange(24.0).reshape(2, 3, 4)
for b in (np.broadcast_to(a[:, :, :1], (2, 3, 4)), np.broadcast_to(a[:1], (2, 3, 4)), a, a.transpose(2, 0, 1),
          np.broadcast_to(a.T[:, :, :1], (4, 3, 5)), a[:, ::-1], a.swapaxes(0, 1)[..., ::2]):
    print(strides(b.copy()), strides(b.copy(order="K")), strides(b.copy(order="A")), strides(np.copy(b)))
    print(strides(np.array(b)), strides(b.astype(np.float32)), strides(b + 1), strides(-b))
    print(strides(np.zeros_like(b)), strides(np.ones_like(b, dtype=np.int16)), strides(np.full_like(b, 3)))
    print(strides(np.sort(b, axis=0)), strides(np.cumsum(b, axis=1)))
    print(np.maximum.accumulate(b, axis=1).sum(), np.bitwise_or.accumulate(b.astype(int), axis=0).sum())
print(strides(np.maximum.accumulate(a.T, axis=0)), strides(np.maximum.accumulate(a[:, ::-1], axis=1)))
many = np.array(np.broadcast_to(row, (4, 3)))
print(many.flags.f_contiguous, many.ravel(order="K"))
print(a.T.copy(order="A").flags.f_contiguous, a.transpose(1, 0, 2).copy(order="A").flags.c_contiguous)
