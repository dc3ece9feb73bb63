# expect-oracle
# where= that does not broadcast is refused before anything is read.
import numpy as np


def refused(kind, a, mask):
    try:
        if kind == 0:
            print(np.bitwise_or.reduce(a, axis=-1, where=mask))
        if kind == 1:
            print(np.subtract.reduce(a, axis=-1, initial=0, where=mask))
        if kind == 2:
            np.add(a, 1, out=a, where=mask)
            print(a)
        if kind == 3:
            np.negative(a, out=a, where=mask)
            print(a)
    except ValueError:
        print("ValueError", kind)


for kind in range(4):
    refused(kind, np.arange(4), np.ones(2, bool))
    refused(kind, np.arange(4), np.ones(0, bool))
    refused(kind, np.arange(4), np.ones(1, bool))
    refused(kind, np.arange(4), np.arange(4) % 2 == 0)
    refused(kind, np.arange(8).reshape(2, 4), np.ones((2, 0), bool))
    refused(kind, np.arange(8).reshape(2, 4), np.ones((3, 1), bool))
    refused(kind, np.arange(8).reshape(2, 4), np.ones((2, 1), bool))
    refused(kind, np.arange(8).reshape(2, 4), np.arange(4) > 1)
