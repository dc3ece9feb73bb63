# There is no loop of these ufuncs with such a result.
# expect-error 9:7: TypeError: No loop matching the specified signature and casting was found for ufunc divide
# expect-error 10:14: TypeError: Cannot cast ufunc 'add' input from dtype('uint8') to dtype('bool')
# expect-error 11:7: TypeError: No loop matching the specified signature and casting was found for ufunc less
# expect-error 12:7: TypeError: No loop matching the specified signature and casting was found for ufunc sin
import numpy as np

x = np.array([1, 4], np.uint8)
print(np.divide(x, x, dtype=np.int64))
print(np.add(x, x, dtype=bool))
print(np.less(x, x, dtype=np.float64))
print(np.sin(x, dtype=np.int32))
