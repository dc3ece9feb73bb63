# Reductions of arrays of rank 0 are scalars; count_nonzero is np.int64.
# expect-oracle
import numpy as np
a = np.array(5, dtype=np.uint8)
print(repr(a.sum()),repr(a.sum(keepdims=True)),repr(np.sum(a,axis=())),repr(a.any()),repr(np.mean(a,keepdims=True)), repr(a.argmin()), repr(a.argmin(keepdims=True)), repr(np.any(0)), repr(np.prod(3)))
f = np.array(1.5)
print(repr(f.sum()), repr(f.mean()), repr(f.max()), repr(f.prod(keepdims=True)))
b=np.arange(4)
print(repr(np.count_nonzero(b)),repr(np.count_nonzero(b,axis=0)),repr(np.count_nonzero(5)),repr(np.count_nonzero(b,keepdims=True)), repr(np.count_nonzero(np.array(5))), repr(np.count_nonzero(3, axis=())))
