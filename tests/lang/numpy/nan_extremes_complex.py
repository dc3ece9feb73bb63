# expect-oracle
# A complex number is NaN where one of its parts is.
import numpy as np
n = np.nan
a = np.array([[complex(n, 1), 3+1j, 3+0.5j], [complex(-1, n), complex(n, n), 2j], [complex(n, 2), complex(n,3), complex(1,n)]])
print(np.nanmax(a), np.nanmin(a), np.nanmax(a, axis=0), np.nanmin(a, axis=1))
print(np.nanmax(a, axis=(0, 1)), np.nanmax(a, axis=1, keepdims=True), np.nanmin(a.ravel()))
print(np.nanmin(a, axis=0, initial=1+1j, where=np.isfinite(a.real)))
print(np.nanmax(a.astype(np.complex64), axis=0))
print(np.nansum(a), np.nanmean(a, axis=1), np.nanprod(a[:2], axis=0), np.nancumsum(a, axis=1), np.nanstd(a), np.nanvar(a, axis=0))
print(np.max(a), np.min(a[0]), np.max(a, axis=1), np.sort(a, axis=None), np.argmax(a), np.argmin(a, axis=1))
print(np.fmax(a[0], a[1]), np.maximum(a[0], a[1]), np.fmin(a[1], a[0]), np.minimum(a[2], a[0]))
