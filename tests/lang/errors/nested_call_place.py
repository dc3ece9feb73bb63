# The line is that of the statement that failed, the calls that led there follow.
# expect-error 4:12: IndexError
def inner(a, i):
    return a[i]
def outer(a):
    s = 0
    for i in range(5):
        s += inner(a, i)
    return s
import numpy as np
print(outer(np.arange(5)))
print(outer(np.arange(4)))
# expect: 10
