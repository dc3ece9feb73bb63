# expect-oracle
# Matrices of up to 4 x 4: straight-line code where extents are known when compiling, lanes of matrices in
# the runtime where not, with the same bits.
import numpy as np


def known2(a, b, c, d, v, w):
    m = np.array([[a, b], [c, d]])
    r = np.array([v, w])
    return np.linalg.inv(m), np.linalg.solve(m, r), np.linalg.det(m), np.linalg.solve(m, np.array([[v, w], [w, v]]))


def known3(k):
    m = np.array([[1.0 + k, 2.0, 0.5], [3.0, 4.0 - k, 0.2], [0.1, 0.7, 5.0 * k]])
    c = np.array([[4.0, 1.0, k], [1.0, 5.0, 2.0], [k, 2.0, 6.0]])
    r = np.array([k, 1.0, -1.0])
    return np.linalg.inv(m), np.linalg.solve(m, r), np.linalg.slogdet(m), np.linalg.cholesky(c), np.linalg.det(c)


def by_extent(m, r):
    return np.linalg.inv(m), np.linalg.solve(m, r), np.linalg.slogdet(m), np.linalg.det(m)


def unknown(stack, right):
    n = len(stack)
    inv = []
    sol = []
    sign = []
    for i in range(n):
        m = stack[i]
        inv.append(np.linalg.inv(m))
        sol.append(np.linalg.solve(m, right[i]))
        sign.append(np.linalg.slogdet(m)[0])
    return np.array(inv), np.array(sol), np.array(sign)


def same(x, y):
    return x.dtype == y.dtype and x.shape == y.shape and bool(np.all(x == y))


def failing(m):
    out = []
    for i in range(2):
        try:
            np.linalg.inv(m * i)
        except np.linalg.LinAlgError as e:
            out.append(str(e))
        try:
            np.linalg.cholesky(m - 4 * i)
        except np.linalg.LinAlgError as e:
            out.append(str(e))
    return out


rng = np.random.default_rng(11)
for n in range(1, 5):
    for dtype in (np.float64, np.float32):
        stack = rng.standard_normal((19, n, n)).astype(dtype)
        stack[3] = np.round(stack[3] * 3) + np.eye(n, dtype=dtype)
        stack[4] *= np.asarray(1e-6, dtype)
        right = rng.standard_normal((19, n)).astype(dtype)
        many = rng.standard_normal((19, n, 3)).astype(dtype)
        inv, sol, sign = unknown(stack, right)
        whole = np.linalg.inv(stack)
        turned = np.linalg.inv(np.asfortranarray(stack))
        print(n, inv.dtype, same(inv, whole), same(whole, turned), np.allclose(stack @ whole, np.eye(n), atol=1e-3),
              same(sol, np.linalg.solve(stack, right[:, :, None])[:, :, 0]), same(sign, np.linalg.slogdet(stack)[0]),
              np.allclose(stack @ np.linalg.solve(stack, many), many, atol=1e-2))
        one = by_extent(stack[0], right[0])
        print(same(one[0], whole[0]), same(one[1], sol[0]), one[3] == np.linalg.det(stack)[0],
              one[2][1] == np.linalg.slogdet(stack)[1][0])
        square = stack @ np.swapaxes(stack, 1, 2) + np.eye(n, dtype=dtype)
        lower = np.linalg.cholesky(square)
        print(np.allclose(lower @ np.swapaxes(lower, 1, 2), square, rtol=1e-3), np.triu(lower, 1).any(),
              same(np.linalg.cholesky(square[2]), lower[2]), np.linalg.cholesky(square[0], upper=True).shape)

print(*known2(1.0, 2.0, 3.0, 4.0, 5.0, 6.0))
print(*known2(0.0, 2.0, 3.0, 0.0, 5.0, 6.0))
print(*known2(1, 2, 3, 4, 5, 6))
for k in (0.25, -1.5, 3.0):
    print(*known3(k))
print(np.linalg.det([[1, 2], [3, 4]]), np.linalg.det(np.array([[1.0, 2.0], [2.0, 4.0]])), np.linalg.slogdet(np.zeros((3, 3))))
print(failing(np.array([[2.0, 1.0], [1.0, 3.0]])), failing(np.array([[2.0]])))
try:
    np.linalg.inv(np.array([np.eye(3), np.ones((3, 3))]))
except np.linalg.LinAlgError as e:
    print(e)
try:
    known2(1.0, 2.0, 2.0, 4.0, 1.0, 1.0)
except np.linalg.LinAlgError as e:
    print(e)
print(np.linalg.cond(np.array([[1.0, 2.0], [2.0, 4.0]]), 1), np.linalg.cond(np.eye(3) * 2, 1))
bad = np.array([[np.nan, 1.0], [1.0, 2.0]])
print(np.linalg.inv(bad)[0], np.linalg.det(bad), np.linalg.cholesky(bad))
print(np.linalg.inv(np.zeros((0, 3, 3))).shape, np.linalg.solve(np.zeros((0, 2, 2)), np.zeros((0, 2, 1))).shape,
      np.linalg.det(np.zeros((0, 4, 4))).shape, np.linalg.solve(np.eye(2), np.zeros((2, 0))).shape)
print(np.linalg.solve(np.eye(3) * 4, np.ones((5, 3, 2))).shape, np.linalg.solve(np.ones((4, 1, 1)), np.ones((1, 1, 2))).shape)
print(np.linalg.inv(np.array([[2, 1], [1, 1]], np.int32)), np.linalg.inv(np.array([[1j, 1], [0, 2]])))
