# expect-oracle
import numpy as np
a = np.arange(12).reshape(3, 4)
for i in range(-3, 3):
    print(a[i, -1], a[i][0], a[-1, i])
print(a[-1], a[:, -2], a[-2:, -1:], a[::-1, ::-2])
l = [1, 2, 3, 4]
for i in range(-4, 4):
    print(l[i])
print(l[-3:-1], l[::-1], l[10:], l[-100:2])
t = (1, 2.5, "x")
print(t[-1], t[::-1], t[-2:])
s = "hello"
print(s[-1], s[::-1], s[-3:], s[1:-1:2])
