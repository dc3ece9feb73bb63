# None unless a turn of the loop gave a number.
# expect-oracle
import numpy as np
def f(n):
    r = None
    for i in range(n):
        if i > 3:
            r = i
            break
    return r
for k in range(100):
    print(f(k))
