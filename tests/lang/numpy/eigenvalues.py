# expect-oracle
# Eigenvalues of real matrices in functions and expressions: real or complex, as the run tells.
import numpy as np
def r(x):
    return np.round(x, 6) + 0.0
a = np.array([[4.0, -2.0, 1.0], [3.0, 6.0, -4.0], [2.0, 1.0, 8.0]])
s = a + a.T
def radius(m):
    return np.max(np.abs(np.linalg.eigvals(m)))
def spectrum(m):
    w = np.linalg.eigvals(m)
    return np.sort(w.real), w.imag
def check(m):
    w, v = np.linalg.eig(m)
    return np.allclose(m @ v, v * w), np.abs(np.linalg.det(v)) > 1e-9, w.shape, len(w)
print(r(radius(a)), r(radius(s)), check(a), check(s))
x, y = spectrum(a)
print(r(x), r(y), r(spectrum(s)[0]))
print(r(np.linalg.eigvals(a)), r(np.sort(np.linalg.eigvals(s))), np.linalg.eigvals(s).dtype, np.linalg.eigvals(a).dtype)
w, v = np.linalg.eig(s)
print(np.argsort(w).shape, r(np.sort(w)[0]), w.dtype, r(np.sum(w)), r(w.sum()), v.shape, (w * 2).dtype, r(np.abs(v[:, 0]).sum()))
for k in range(2):
    w = np.linalg.eigvals(a if k else s)
    print(r(np.sort(np.abs(w))), w.dtype)
print(np.linalg.eigvals(a.astype(np.float32)).dtype, np.linalg.eigvals(s.astype(np.float32)).dtype, np.linalg.eigvals(a + 0j).dtype)
print(r(np.roots([1, -6, 11, -6]).max()), r(np.sort(np.roots([1, 0, 1]).imag)), r(np.poly(a)))
print(np.linalg.eigvals(np.array([[2, 0], [0, 3]])), np.linalg.eig(np.array([[2, 0], [0, 3]]))[1])
z = np.linalg.eigvals(s)[0]
print(r(z.real), r(z.imag), r(np.round(z, 2)), r(abs(z)), r(z + 1), r(np.sqrt(z * z)), r(z * np.ones(2)))
s = np.array([[2.0, 1.0], [1.0, 3.0]])
q = np.array([[0.0, 1.0], [-1.0, 0.0]])
def rebuild(m):
    w, v = np.linalg.eig(m)
    return v @ np.diag(w) @ np.linalg.inv(v)
def pair(m):
    return np.linalg.eig(m)
print(np.round(rebuild(s), 6) + 0.0)
print(np.round(rebuild(q).real, 6) + 0.0)
w, v = pair(s)
order = np.argsort(w)[::-1]
w = w[order]
v = v[:, order]
print(np.round(w, 6), np.round(np.abs(v), 6))
k = np.argmax(np.abs(np.linalg.eigvals(q + s)))
print(k, f"{np.linalg.eigvals(s).max():.4f}")
w, v = np.linalg.eig(s)
for i in range(len(w)):
    print(np.allclose(s @ v[:, i], w[i] * v[:, i]))
m = s.copy()
for step in range(3):
    m = m @ s / np.max(np.abs(np.linalg.eigvals(m)))
print(np.round(m, 6))
def stable(m):
    return np.all(np.abs(np.linalg.eigvals(m)) < 1)
print(stable(s), stable(s / 10), bool(np.all(np.linalg.eigvals(s) > 0)), np.iscomplexobj(np.linalg.eigvals(q)))
