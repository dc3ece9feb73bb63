# expect-oracle
import numpy as np

m = np.array([[1.0, np.nan, 3.0], [np.nan, np.nan, np.nan], [4.0, -2.0, np.nan]])
n = np.array([[3, 1], [2, 5]])
print(np.nansum(m), np.nansum(m, axis=0), np.nansum(m, axis=1, keepdims=True), np.nanprod(m, axis=1), np.nansum(n))
print(np.nanmean(m), np.nanmean(m, axis=0), np.nanvar(m, axis=0), np.nanstd(m), np.nanmean(n, axis=0), np.nanvar(m, ddof=1))
print(np.nanmin(m), np.nanmax(m, axis=0), np.nanmin(m, axis=1), np.nanmax(n), np.nanmedian(m), np.nanmedian(m, axis=0))
print(np.nanargmin(m), np.nanargmax(m, axis=0), np.nancumsum(m), np.nancumprod(m, axis=1), np.nanargmax(n, axis=1))
print(np.nan_to_num(np.array([np.nan, np.inf, -np.inf, 2.0])), np.nan_to_num(np.array([np.nan, np.inf]), nan=1.0, posinf=9.0), np.nan_to_num(np.array([np.nan, -np.inf], np.float32)))
