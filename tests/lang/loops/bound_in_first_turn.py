# expect-oracle
# The first turn is elaborated apart where it makes another type of a name.
import numpy as np

for i in range(3):
    if i == 0:
        v = 1
    else:
        v = v * 2.5
print(v)


def smooth(x):
    for k in range(len(x)):
        if k == 0:
            s = 0
        else:
            s = s + x[k] * 0.5
    return s


print(smooth(np.array([1.0, 2.0, 3.0])))
print(smooth(np.array([1.0])))
for k in range(2):
    if k > 5:
        w = 1
    else:
        w = w * 2.5
