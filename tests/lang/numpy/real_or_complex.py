# expect-oracle
# Functions whose result is real or complex, as the values are.
import numpy as np
print(np.emath.sqrt(-1.0), np.lib.scimath.log(-1.0), np.emath.sqrt(4.0), np.emath.sqrt([1.0, -4.0]), np.emath.sqrt(np.array([4, 9])))
print(np.emath.log2(np.array([8.0, -8.0])), np.emath.log10(100), np.emath.logn(2, [4.0, 8.0]), np.emath.logn(2, -4.0))
print(np.emath.power([2, 4], 2), np.emath.power([2, 4], -2), np.emath.power([-2, 4], 2), np.emath.power(-2.0, 3))
print(np.emath.arccos(2.0), np.emath.arcsin([0.5, 1.0]), np.emath.arctanh(np.array([2.0, 0.5])))
print(np.emath.sqrt(np.float32([-1, 2])).dtype, np.emath.sqrt(np.float32([1, 2])).dtype, np.emath.sqrt(np.int8([-1])).dtype, np.emath.sqrt(np.float16([-1, 4])).dtype)
print(np.real_if_close(np.array([1 + 1e-20j, 2])), np.real_if_close(np.array([1 + 1e-3j])), np.real_if_close(np.array([1 + 1e-3j]), tol=0.1))
print(np.real_if_close(2.1 + 4e-14j, tol=1000), np.real_if_close([1.0, 2.0]))
x = np.emath.sqrt(np.array([-4.0, 9.0]))
print(x + 1, x.dtype, x.sum())
