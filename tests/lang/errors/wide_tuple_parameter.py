# expect-error 14:7: NotImplementedError: so many values
import sys


def f(t, x):
    for i in range(2):
        x = x + t[3]
    return x


x = float(len(sys.argv))
t = (x, x + 1.0, x + 2.0, x + 3.0, x + 4.0, x + 5.0, x + 6.0)
u = t + t + t + t
print(f(u + u + u + u + u, x))
