# out=, where=, initial=, casting= by position and by name.
# expect-oracle
import numpy as np

a = np.arange(6.0)
b = np.array([3.0, 1.0, 2.0, 5.0, 4.0, 0.5])
i = np.arange(6)
m = np.arange(12.0).reshape(3, 4)
f4 = np.arange(6, dtype=np.float32)
t = np.array([True, False, True, True, False, False])

print(np.concatenate([a, b], dtype=int, casting='unsafe'), np.concatenate([i, i], dtype=np.float32), np.stack([a, b], 1, dtype='f4'), np.vstack([a, i], dtype=np.float32), np.hstack([i, i], dtype=np.int8))
x = [a, b]
print(np.concatenate(x, dtype=np.float32), np.stack(m, dtype=np.float32), np.concatenate(m, dtype=complex))
print(np.nanmean(m, 0, None, None, True), np.nansum(m, 0, float, np.empty(4)), np.nanstd(m, 1, None, None, 1), np.nanvar(m, axis=0, where=m > 2), np.nanmean(m, where=m > 2, axis=0))
print(np.nanmin(m, 0, np.empty(4)), np.nanmax(m, initial=99), np.nanmin(m, axis=0, initial=3, where=m > 2), np.nanprod(m + 1, axis=1, where=m > 2), np.nansum(m, initial=3), np.nancumsum(m, 0, None, np.empty((3, 4))))
print(np.cumulative_prod(b, include_initial=True), np.cumulative_sum(m, axis=1, include_initial=True, out=np.empty((3, 5))), np.isposinf(a, t), np.fix(b, a), np.choose([0, 1], [a[:2], b[:2]], np.empty(2)), np.nanargmax(m, 0))
print(np.shares_memory(a, a[1:], max_work=1), np.partition(b, 2, -1, 'introselect', None)[2], np.nanvar(np.array([1, np.nan, 3]), mean=np.array([2.0])), np.nanstd(f4, correction=1))
