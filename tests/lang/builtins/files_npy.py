# expect-oracle
import numpy as np
import sys
a = np.arange(6.0).reshape(2, 3)
np.save("files_npy.npy", a)
b: "float64[:, :]" = np.load("files_npy.npy")
print(b, b.shape, b.sum())
np.save("files_npy.npy", np.array([1, 2, 3], dtype=np.int16).reshape(1, 3))
print(np.load("files_npy" + ".npy"))
np.save("files_npy.npy", a)
