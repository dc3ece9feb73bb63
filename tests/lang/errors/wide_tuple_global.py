# expect-error 16:7: NotImplementedError: so many values
import sys

x = float(len(sys.argv))
t = (x, x + 1.0, x + 2.0, x + 3.0, x + 4.0, x + 5.0, x + 6.0)
u = t + t + t + t
v = u + u + u + u + u


def f(x):
    for i in range(2):
        x = x + v[3]
    return x


print(f(x))
