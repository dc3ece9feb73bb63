# expect-oracle
import numpy as np

for dtype in (np.float64, np.float32, np.int32, np.uint8, np.int64, np.complex128, np.float16, np.bool_):
    a = (np.arange(24).reshape(2, 3, 4) % 7 + 1).astype(dtype)
    print(np.cumsum(a[0, 0]), np.cumprod(a[0, 0, ::-1]), np.cumsum(a[1, :, 0]))
    print(np.cumsum(a), a.cumsum(axis=0).dtype)
    for axis in (0, 1, 2):
        print(np.cumsum(a, axis=axis).tolist(), np.cumprod(a.T, axis=axis).tolist())
        print(np.cumsum(a.transpose(1, 0, 2), axis=axis).strides)
print(np.cumsum(np.zeros((0, 3)), axis=0), np.cumsum(np.zeros((3, 0)), axis=0), np.cumsum(np.float64(3)))
print(np.cumprod(np.array([2**62, 2, 3])), np.cumsum(np.array([np.inf, -np.inf, 1.0])))
