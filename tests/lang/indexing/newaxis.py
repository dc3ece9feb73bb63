# expect-oracle
import numpy as np
a = np.arange(3)
print(a[:, None] + a[None, :], a[None].shape, a[..., None].shape, a[np.newaxis, 1:].shape)
b = np.arange(24).reshape(2, 3, 4)
print(b[..., 1], b[1, ..., 2], b[..., 0, :].shape, b[:, None, 1].shape, b[1, 2, 3], b[...].shape)
