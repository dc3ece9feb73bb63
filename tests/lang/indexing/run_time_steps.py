# expect-oracle
import numpy as np
a = np.arange(10)
m = np.arange(12).reshape(3, 4)
for step in (-3, -2, -1, 1, 2, 3):
    print(a[::step], a[7:1:step], a[-2::step], m[::step, ::-step])
def f(a, lo, hi, step):
    return a[lo:hi:step]
for lo in range(-12, 13, 6):
    for hi in range(-12, 13, 6):
        for step in range(-2, 3):
            if step:
                v = f(a, lo, hi, step)
                print(lo, hi, step, v, len(v))
l = [1, 2, 3, 4, 5]
for step in range(-2, 3):
    if step != 0:
        print(l[::step], l[1:4:step])
