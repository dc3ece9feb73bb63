# expect-oracle
import numpy as np
for r in np.arange(6).reshape(2, 3):
    r[0] = 9
    print(r)
a = np.arange(6).reshape(2, 3)
for r in a:
    r += 1
print(a)
for i, (x, y) in enumerate(zip(range(3), "abc")):
    print(i, x, y)
for x, y in zip(np.arange(3), [1.5, 2.5]):
    print(x * y)
for i in reversed(range(3)):
    print(i)
for i in range(10, 0, -3):
    print(i)
step = -2
for i in range(5, 0, step):
    print(i)
for x in [1, 2, 3][::-1]:
    print(x)
for x in (4, 5, 6):
    print(x)
for (a, b), c in [((1, 2), 3), ((4, 5), 6)]:
    print(a, b, c)
for i in range(0):
    print("never")
for i in range(-3):
    print("never")
for x in ():
    print("never")
for x in []:
    print("never")
n = 3
for i in range(n):
    n = 10
print(n)
