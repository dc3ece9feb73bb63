# np.genfromtxt; unpacking what only the run can tell.
# expect-oracle
import numpy as np

m = np.arange(12.0).reshape(3, 4)
np.savetxt("m.csv", m, delimiter=",", header="a,b,c,d")
print(np.genfromtxt("m.csv", delimiter=","))
np.savetxt("one.txt", np.array([1.0, np.nan, 3.0]))
print(np.genfromtxt("one.txt"), np.genfromtxt("one.txt", dtype=np.float32))
table: "float64[:, :]" = np.genfromtxt("m.csv", delimiter=",", usecols=(0, 2))
print(table.sum(axis=0))
x, y, z, w = np.loadtxt("m.csv", delimiter=",", unpack=True)
print(x + w)
first, *rest = np.genfromtxt("m.csv", delimiter=",", ndmin=2)
print(first, len(rest))
(a, b, c, d), last = np.loadtxt("m.csv", delimiter=",", max_rows=2)
print(a, d, last[1])
p, q = np.loadtxt("m.csv", delimiter=",")
print(p)
