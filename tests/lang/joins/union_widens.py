# expect-oracle
# A union that meets another type: its tag and values change places.
import numpy as np


def pick(flag, board, count):
    return count == 3 or (count == 2 and board[flag])


board = np.array([0, 1], dtype=np.uint8)
for i in range(2):
    for n in range(2, 5):
        if pick(i, board, np.uint64(n)):
            print(i, n, "on")
        else:
            print(i, n, "off")
