# expect-oracle
# order='K' and 'A' of arrays whose order in memory only the run knows.
import numpy as np
def go(a):
    print(a.ravel(order='K'), a.ravel(order='A'), a.flatten('K'), a.flatten(order='A'), np.ravel(a, order='K').strides)
    print(np.linalg.norm(a), np.linalg.norm(a, 'fro') if a.ndim == 2 else 0)
b = np.arange(24.0).reshape(4, 6)
go(b[::2, 1::2]); go(b[::-1, ::-1]); go(b.T[::2]); go(b[:, ::-1]); go(b[1:3].T)
c = np.arange(24.0).reshape(2, 3, 4)
go(c.transpose(1, 0, 2)); go(c.transpose(2, 0, 1)); go(c[:, ::2].transpose(0, 2, 1)); go(c.transpose(0,2,1)); go(c[:, :1].transpose(1,2,0))
z = (b + 1j * b[::-1])
print(np.linalg.norm(z[::2, 1::2]), np.linalg.norm(z.T[::-1]))
d = c.transpose(1, 0, 2).ravel('K'); d[0] = 99; print(c[0, 0, 0])
print(np.array(18).sum(axis=0), np.array(18).max(axis=-1))
