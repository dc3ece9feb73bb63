# Functions read what a global is at the time of the call.
# expect-oracle
import numpy as np
k = 1
def f():
    return k * 10
def loop(n):
    s = 0
    for i in range(n):
        s += k
    return s
print(f(), loop(3))
k = 2
print(f(), loop(3))
k = 2.5
print(f(), loop(3))
k = "s"
print(k)
for k in range(3):
    print(f(), loop(2))
n = len("abc")
def g():
    t = 0
    for i in range(2):
        t += n
    return t
print(g())
n = n + 1
print(g())
if n > 2:
    n = 100
print(g())
n += 0.5
print(g())
a = np.zeros(3)
def setit(v):
    for i in range(len(a)):
        a[i] = v
setit(4)
print(a)
a = np.zeros(2, np.int64)
setit(5)
print(a)
b = a
a = np.ones(4)
setit(6)
print(a, b)
