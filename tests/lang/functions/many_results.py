# expect-oracle
# Calls with more array results than an array has axes.
import numpy as np
xs = [np.zeros(i+1) for i in range(3)]
def many():
    a = np.zeros(2)
    return a, a+1, a+2, a+3, a+4, a+5, a+6, a+7, a+8, a+9, a+10, a+11, a+12, a+13, a+14, a+15, a+16, a+17
r = many()
print(len(r), r[17])
q = np.split(np.arange(40), 20)
print(len(q), q[19])
for p in np.array_split(np.arange(100), 25): print(p.sum())
m = np.meshgrid(*[np.arange(2)]*3)
print(len(m))
