# A shape is part of the type of a name: where two names may stand for the array, it stays.
# expect-error 8:5: NotImplementedError: assigning the shape of an array that something else may stand for
# expect-error 14:1: NotImplementedError: assigning the shape of an array that something else may stand for
import numpy as np


def reshaped(a):
    a.shape = (2, 3)
    return a.sum()


x = np.arange(6)
kept = [x]
x.shape = (2, 3)
print(reshaped(x), kept)
