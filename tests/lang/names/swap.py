# expect-oracle
import numpy as np
a, b = 1, 2
a, b = b, a
print(a, b)
x, y = np.arange(3), np.arange(3) * 10
x, y = y, x
print(x, y)
a, b, c = 1, 2.5, "s"
a, b, c = c, a, b
print(a, b, c)
l = [1, 2, 3]
l[0], l[2] = l[2], l[0]
print(l)
arr = np.arange(5)
arr[0], arr[4] = arr[4], arr[0]
print(arr)
i = 0
i, arr[i] = 2, 99
print(i, arr)
