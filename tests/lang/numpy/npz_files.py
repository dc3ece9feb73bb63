# np.savez, savez_compressed and np.load of .npz files; files that the program itself writes.
# expect-oracle
import numpy as np

a = np.arange(6.0)
b = np.array([3.0, 1.0, 2.0, 5.0, 4.0, 0.5])
m = np.arange(12.0).reshape(3, 4)
z = np.array([1 + 2j, 3 - 1j, 0.5j])
f4 = np.arange(6, dtype=np.float32)
h = np.arange(6, dtype=np.float16)
u8 = np.arange(6, dtype=np.uint8)
t = np.array([True, False, True, True, False, False])

np.savez('x.npz', a, m)
d = np.load('x.npz')
print(d['arr_0'], d['arr_1'])
np.savez('y', a=a, m=m.T, flags=t, z=z)
d = np.load('y.npz')
print(list(d.keys()), d.files, d['m'], d['z'], d['flags'].sum())
np.savez('w.npz', b, q=a)
with np.load('w.npz') as d:
    x = d['q']
    y = d['arr_0']
print(x, y)
np.savez('w.npz', q=a)
d = np.load('w.npz')
n = 0
for name in d.files:
    n += len(name)
d.close()
print(n)
np.savez('x2.npz', f4=f4, h=h, u8=u8)
d = np.load('x2.npz')
x = d['f4']
print(x.dtype, d['h'], d['u8'] + 1)
np.save('n1.npy', m)
x = np.load('n1.npy')
print(x.sum(axis=0))
np.save('n2', f4)
x = np.load('n2.npy')
print(x + 1)
k = np.arange(24).reshape(2, 3, 4)
np.savez_compressed("c.npz", k=k, e=np.zeros((0, 3)), s=np.float32(3))
d = np.load("c.npz")
print(d["k"], d["e"].shape, d["s"] + 1)
print(d["nothing"])
