# expect-oracle
import numpy as np

for dtype in (np.float64, np.float32, np.int32, np.uint8, np.complex128, np.float16):
    for shape in ((3, 5, 4), (2, 130, 3), (4, 9, 1), (1, 200, 2), (2, 0, 3), (0, 4, 2), (3, 17, 20)):
        a = ((np.arange(np.prod(shape)) * 37 % 101) / 7).astype(dtype).reshape(shape)
        print(a.dtype, shape, repr(a.sum(axis=1).ravel().tolist()))
        print(a.prod(axis=1).dtype, (a * a).sum(axis=1, keepdims=True).shape, (a + a).sum(axis=1).ravel()[:3].tolist())
        print(a.mean(axis=1).ravel().tolist()[:4])
        if shape[1] and dtype != np.complex128:
            print(a.max(axis=1).ravel().tolist(), a.min(axis=1)[:, ::-1].ravel().tolist())
b = np.arange(2 * 3 * 4 * 5.0).reshape(2, 3, 4, 5) / 3
print(b.sum(axis=1), b.sum(axis=2), (b > 3).any(axis=1), (b > 3).all(axis=2), b.sum(axis=(1, 2)))
c = np.asfortranarray(b)
print(c.sum(axis=1), c.sum(axis=2).strides, b[:, ::-1].sum(axis=1), b[..., ::2].sum(axis=2))
