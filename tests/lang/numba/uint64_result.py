# expect-error 13:7: OverflowError
# A uint64 result becomes Python's int, which ends at 64 bits with a sign here.
import numpy as np
from numba import njit


@njit
def first(p):
    return p[0]


print(first(np.array([9223372036854775807], dtype=np.uint64)))
print(first(np.array([-1]).astype(np.uint64)))
# expect: 9223372036854775807
