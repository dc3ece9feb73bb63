# expect-oracle
# A failure inside np.printoptions sets them back.
import numpy as np


def shown(n):
    with np.printoptions(precision=2):
        print(np.ones(3) / 3)
        return_value = 10 // n
        print("not for 0")
    print(return_value)


for n in [5, 0]:
    try:
        shown(n)
    except ZeroDivisionError as e:
        print(e)
    print(np.ones(2) / 3)
