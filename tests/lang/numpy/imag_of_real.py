# expect-oracle
# The imaginary part of real arrays is zeros in C order; extremes of one complex number.
import numpy as np
a = np.arange(12).reshape(2, 3, 2).transpose(2, 0, 1)
print(np.imag(a).strides, a.imag.sum(), np.real(a).strides, np.imag(np.array(3)), np.imag(2.5), np.array(2).imag, np.imag(np.float32(2)), (a > 3).imag.dtype)
print(np.nanmax(np.array(complex(2, 1))), np.nanmin(np.array(3.5)), np.nanmax(np.array(np.nan)))
