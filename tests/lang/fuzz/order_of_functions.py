# The memory order of what NumPy's functions make of C, Fortran and permuted arrays.
# expect-oracle
import numpy as np
def s(x):
    print(x.shape, x.strides)
c = np.arange(24).reshape(2, 3, 4)
for k in range(1):
    pass
f = np.arange(24).reshape(4, 3, 2).T
p = np.arange(24).reshape(3, 2, 4).transpose(1, 0, 2)
m = np.arange(12).reshape(3, 4).T
i = np.array([1, 0, 1])
print("take"); s(np.take(c, i, axis=1)); s(np.take(f, i, axis=0)); s(np.take(p, i, axis=2)); s(np.take(c, 0, axis=1)); s(np.take(m, i)); s(np.take(m, i, axis=1))
print("repeat"); s(np.repeat(f, 2, axis=0)); s(np.repeat(p, 2, axis=1)); s(np.repeat(m, 2)); s(np.repeat(m, 2, axis=1))
print("flip"); s(np.flip(m, 0) + 0); s(np.flip(f, 1) * 1)
print("tile"); s(np.tile(m, 2)); s(np.tile(m, (2, 1))); s(np.tile(f, 2))
print("diff"); s(np.diff(m)); s(np.diff(p, axis=0)); s(np.diff(f, axis=1))
print("sort"); s(np.sort(m)); s(np.sort(m, axis=0)); s(np.sort(p, axis=1)); s(np.argsort(m)); s(np.argsort(f, axis=0)); s(np.argsort(p, axis=0))
print("cum"); s(np.cumsum(m, axis=0)); s(np.cumsum(p, axis=1)); s(np.cumsum(f, axis=2)); s(np.cumprod(m, axis=1))
print("sel"); s(np.compress(np.array([True, False, True]), m, axis=1)); s(np.where(m > 2, m, 0)); s(np.clip(p, 1, 5)); s(np.tril(m)); s(np.triu(m)); s(np.outer(m[0], m[1]))
print("argmin"); s(np.argmin(p, axis=0)); s(np.argmin(p, axis=1)); s(np.argmax(p, axis=2)); s(np.argmax(f, axis=1, keepdims=True)); s(np.argmin(f, axis=0))
print("red"); s(np.sum(p, axis=0)); s(np.sum(f, axis=1)); s(np.max(f, axis=1, keepdims=True)); s(np.mean(p, axis=2)); s(np.count_nonzero(p, axis=0)); s(np.any(f, axis=0)); s(np.sum(f, axis=(0,))); s(np.min(np.arange(120).reshape(2, 3, 4, 5).transpose(3, 1, 0, 2), axis=1)); s(np.sum(np.arange(120).reshape(2, 3, 4, 5).transpose(3, 1, 0, 2), axis=(1, 3), keepdims=True)); s(np.std(p, axis=0)); s(np.ptp(f, axis=0)); s(np.median(p, axis=0))
print("like"); s(np.zeros_like(p)); s(np.ones_like(m)); s(np.full_like(f, 2)); s(np.copy(p)); s(np.array(p)); s(np.asarray(p)); s(p.copy()); s(p.flatten()); s(p.astype(float)); s(m.astype(np.int64)); s(np.empty_like(m, dtype=np.int8))
m = np.arange(24).reshape(4, 6)
ii = np.array([[0, 1, 3], [1, 2, 3]])
x = np.arange(10)
s(x[ii.T]); s(m[ii.T, ii.T]); s(m[ii.T, ii.T.copy()]); s(m[ii.T.copy(), ii.T]);s(m[1, ii.T]);s(m[ii.T, 2]); s(x[ii.T[::-1]]); s(m[ii.T, ii.T[0]]); s(m[ii.T[0], ii.T])
q = np.arange(8).reshape(2,2,2)
s(x[q.transpose(1,0,2)]); s(x[q.transpose(1,0,2).astype(np.int8)]);s(m[ii.T, :])
