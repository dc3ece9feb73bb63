# expect-oracle
# Extremes of zeros of both signs: of two numbers, and under Numba, whichever NumPy takes.
import numba as nb
import numpy as np
@nb.njit
def f(a,b):
    return np.fmax(a,b), np.fmin(a,b), np.maximum(a,b), np.minimum(a,b)
@nb.njit
def g(a,b):
    return np.fmax(a,b), np.fmin(a,b), np.maximum(a,b), np.minimum(a,b)
print(f(-0.0,0.0), f(0.0,-0.0))
x=np.array([0.0,-0.0]*10); y=-x
print(g(x,y))
x=x.astype(np.float32); y=-x
print(g(x,y))
for x, y in ((0.0, -0.0), (-0.0, 0.0), (float("nan"), -0.0), (-0.0, float("nan"))):
    print(np.fmax(x, y), np.fmin(x, y), np.maximum(x, y), np.minimum(x, y))
    print(np.fmax(np.float32(x), np.float32(y)), np.fmin(np.float16(x), np.float16(y)))
