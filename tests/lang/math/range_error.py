# expect-error 6:12: OverflowError: math range error
import math


def power(x):
    return math.exp(x)


power(1000.0)
