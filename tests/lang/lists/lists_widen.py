# What a list holds may widen from int to int or float, in loops too.
# expect-oracle
xs = []
acc = 0
for i in range(4):
    if len(xs) > 1:
        print(xs[-1] + 1)
    xs.append(acc)
    acc = acc + 0.5
print(xs)
xs = []
xs.append(1)
xs.append(2.5)
print(xs, xs[0] + 1, xs[1] * 2, sum(xs))
def f(x):
    return len(x)
xs = []
for i in range(3):
    print(f(xs))
    xs.append(i)
print(xs)
def last(x):
    for i in range(len(x)):
        pass
    return x[-1]
xs = []
acc = 0
for i in range(3):
    xs.append(acc)
    print(last(xs))
    acc += 0.5
a = []
b = a if len(a) == 0 else [1]
b.append(2)
print(a, a[0])
a = []
b = [1]
for i in range(3):
    b.append(i)
    a, b = b, a
print(a, b)
a = [[], []]
a[0].append(1)
a[1].append(2.5)
print(a)
import numpy as np
parts = []
for i in range(3):
    parts.append(np.arange(i + 1) * 1.0)
print(np.concatenate(parts), len(parts))
rows = []
for i in range(2):
    rows.append([i, i + 1, i + 2])
print(np.array(rows).sum(axis=0))
hist = []
x = 1.0
for it in range(100):
    hist.append(x)
    x = 0.5 * (x + 2 / x)
    if abs(hist[-1] - x) < 1e-12:
        break
print(len(hist), hist[-1])
xs = [0]
xs.append(0.5)
print(xs)
