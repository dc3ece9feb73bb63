# expect-error 5:20: IndexError
def outer(a):
    def get(i):
        for k in range(1):
            return a[i]
        return -1
    s = 0
    for i in range(4):
        s += get(i)
    return s
import numpy as np
print(outer(np.arange(4)))
print(outer(np.arange(3)))
# expect: 6
