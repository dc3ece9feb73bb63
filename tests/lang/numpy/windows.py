# Views of every window.
# expect-oracle
import numpy as np

a = np.arange(6.0)
i = np.arange(6)
m = np.arange(12.0).reshape(3, 4)

print(np.lib.stride_tricks.sliding_window_view(a, 3))
print(np.lib.stride_tricks.sliding_window_view(a, 3).mean(axis=1))
print(np.lib.stride_tricks.sliding_window_view(m, (2, 2)).sum(axis=(2, 3)))
print(np.lib.stride_tricks.sliding_window_view(m, 2, axis=1))
print(np.lib.stride_tricks.sliding_window_view(m, 2, axis=0).shape)
print(np.lib.stride_tricks.as_strided(a, (2, 3), (8, 16)))
print(np.lib.stride_tricks.as_strided(a, shape=(3, 2), strides=(8, 8)))
from numpy.lib.stride_tricks import sliding_window_view
print(sliding_window_view(i, 2)[::2])
