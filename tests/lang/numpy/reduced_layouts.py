# expect-oracle
# skip-backend gcc: takes GCC half a minute and more to compile
# Results of reductions lie in memory in the order of the axes that stay.
import numpy as np
def go(a):
    print(a.sum(axis=0).strides, a.sum(axis=1).strides, a.sum(axis=2).strides, a.sum(axis=(0,2),keepdims=True).strides, a.sum(axis=1,keepdims=True).strides)
    print(a.min(axis=0).strides, a.min(axis=1).strides, a.min(axis=2).strides, a.max(axis=(0,2),keepdims=True).strides)
    print(a.mean(axis=0).strides, a.mean(axis=1).strides, a.mean(axis=2).strides, a.any(axis=1).strides, a.any(axis=2).strides)
    print(a.argmax(axis=0).strides, a.argmax(axis=1).strides, a.argmax(axis=2).strides)
    print(a.std(axis=0).strides, a.std(axis=1).strides, a.std(axis=2).strides, np.median(a, axis=2).strides)
    print(a.cumsum(axis=0).strides, np.prod(a,axis=2).strides, np.count_nonzero(a,axis=2).strides, np.nanmax(a,axis=2).strides, np.nansum(a,axis=2).strides, np.nanmean(a,axis=2).strides, np.ptp(a,axis=2).strides)
    print(np.maximum.reduce(a,axis=2).strides, np.add.reduce(a,axis=2).strides, np.add.accumulate(a,axis=2).strides)
for dt in (np.float64, np.int32):
    b = np.arange(24, dtype=dt).reshape(2,3,4)
    go(b); go(b.transpose(0,2,1)); go(b.transpose(2,0,1)); go(b.transpose(1,2,0)); go(b.T); go(b[::-1]); go(b[:,::-1].transpose(1,0,2)); go(b.transpose(1,0,2)[:,:,::-1])
    go(np.broadcast_to(b[:,:,:1],(2,3,4)))
    go(np.ones((2,3,4),dtype=dt).reshape(3,2,4).transpose(0,2,1))
