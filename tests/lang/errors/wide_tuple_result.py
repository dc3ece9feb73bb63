# expect-error 11:5: NotImplementedError: so many values
# A tuple with more values than a result, a parameter or a global may have.
import sys


def f(x):
    t = (x, x + 1.0, x + 2.0, x + 3.0, x + 4.0, x + 5.0, x + 6.0)
    u = t + t + t + t
    for i in range(2):
        x = x + 1.0
    return u + u + u + u + u + (x,)


print(f(float(len(sys.argv))))
