# expect-error 7:12: ValueError: math domain error
import math


def root(x):
    print(x)
    return math.sqrt(x)


# expect: -1.0
root(-1.0)
