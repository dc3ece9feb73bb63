# expect-oracle
import numpy as np
a = np.array([[1.5, 2.0], [3.25, -4.0]])
np.savetxt("files_text.txt", a, fmt="%.3f", delimiter=",", header="x,y")
b = np.loadtxt("files_text.txt", delimiter=",", ndmin=2)
print(b, b.sum(), b.dtype)
c: "float64[:]" = np.loadtxt("files_text.txt", delimiter=",", usecols=1)
print(c, c.mean())
np.savetxt("files_text.txt", np.arange(3), fmt=["%d"])
print(np.loadtxt("files_text.txt"))
