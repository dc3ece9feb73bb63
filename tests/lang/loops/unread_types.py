# Names that every turn binds anew may change type.
# expect-oracle
import numpy as np
x = "before"
for i in range(100):
    if i % 50 == 0:
        x = np.arange(2)
        print(x)
    else:
        x = i
print(i)
def f(n):
    v = None
    for i in range(n):
        v = i * 2
        w = (v, "s")
        if i == 70:
            print(v, w)
    return i
print(f(80))
