# Functions made by calls at a long top level with loops.
# expect-oracle
import numpy as np
def adder(n):
    return lambda x: x + n
def scaled(a):
    def at(i):
        return a[i] * 2
    return at
def total(f, n):
    s = 0
    for i in range(n):
        s += f(i)
    return s
base = 0
for i in range(4):
    base += i
f = adder(base)
print(f(1))
g = scaled(np.arange(5) + base)
print(g(2))
for k in range(3):
    print(f(k), g(k))
print(total(f, 3), total(g, 3))
base = 100
print(f(1))
h = adder(base * 2.5)
for k in range(2):
    base += 1
    print(h(k), total(h, k + 1))
print(total(adder(base), 2))
def user(n):
    t = 0
    for i in range(n):
        t += f(i) + g(i)
    return t
print(user(3))
for k in range(2):
    for j in range(2):
        print(total(lambda x: x + k * j, 3))
print(total(lambda x: x * base, 3))
x = 1
for i in range(2):
    x += 1
print(x)
y = x * 2
for i in range(3):
    y -= 1
print(y, f(y))
