# expect-error 7:10: NotImplementedError: numpy.datetime64 is not supported: dates and spans of time
# expect-error 8:10: NotImplementedError: numpy.ma is not supported: masked arrays are not there
# expect-error 9:9: NotImplementedError: ndarray.tobytes is not supported: bytes objects are no type
import numpy as np

a = np.zeros(3)
print(np.datetime64("2020-01-01"))
print(np.ma.masked_array(a, a > 0))
print(a.tobytes())
