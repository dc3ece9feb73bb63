# expect-error 6:13: ValueError
import numpy as np


def mix(a, b, c):
    return (a * b + c) * (a - b) + c


a = np.ones((3, 4))
b = np.ones((2, 4))
print(mix(a, b, np.ones(4)))
