# In memory the axes of index arrays lie outside the others.
# expect-oracle
import numpy as np
m = np.arange(24).reshape(4, 6)
t = np.arange(120).reshape(4, 5, 6)
f = (t.T + 0).transpose(2,1,0).T.copy().T; f = np.arange(120).reshape(6,5,4).T
p = t.transpose(1, 0, 2)
i = np.array([0, 1, 3])
ii = np.array([[0, 1, 3], [1, 2, 3]])
def s(x): print(x.shape, x.strides)
s(m[i]); s(m.T[i]); s(m[:, i]); s(m.T[:, i]); s(m[i, i]); s(m[ii]); s(m[ii.T]); s(m[:, ii]);s(m[:, ii.T])
print('3d'); s(t[i]); s(t[:, i]); s(t[:,:,i]); s(t[i,i]); s(t[:,i,i]); s(t[i,:,i]); s(t[1:, i]); s(t[1, :, i]); s(t[:,1,i]); s(t[..., i])
print('f'); s(f[i]); s(f[:, i]); s(f[:,:,i]); s(f[i,i]); s(f[:,i,i]); s(f[i,:,i]); s(f[1:, i]); s(f[1, :, i]); s(f[:,1,i]); s(f[ii]); s(f[ii.T])
print('p'); s(p[i]); s(p[:, i]); s(p[:,:,i]); s(p[i,i]); s(p[:,i,i]); s(p[i,:,i]); s(p[1:, i]); s(p[1, :, i]); s(p[:,1,i])
print('n'); s(t[::-1, i]); s(t[i, ::-1]); s(t[i, ::-1, ::2])
k=m>5; s(m[k]); s(m[m[:,0]>3]); s(m[:, m[0]>2]); s(t[t[:,:,0]>5]); s(f[f[:,:,0]>5]); s(t[:, t[0]>5])
s(m[i[:, None], i]); s(m[i[:, None], i[None]].T); s(t[i[:, None], :, i]); s(t[:, i[:, None], i]); s(t[:, ii.T, ii.T]); s(t[ii.T, ii.T])
x = np.arange(60).reshape(20, 3) / 7
y = x[:, [2, 0]]
y[:, 0] *= -1
y /= x[:, :1] + 1
x[:, :2] += y
print(x.sum(axis=0), x[:, [1, 2]].sum(axis=0), x[:, [1, 2]].sum(), y.strides)
for v in x.ravel():
    print(v)
