# expect: [[ 2.  2.  2.]
# expect:  [ 2.  4.  6.]
# expect:  [ 2.  6. 10.]
# expect:  [ 2.  8. 14.]
# expect:  [ 2. 10. 18.]] (0, 3)
# expect: [100   0   0 101   1   1 102   2   2 103   3   3] [100   0   0   0   0]
# expect: [0.  0.5 1.  1.5 1.  1.5 2.  2.5 2.  2.5 3.  3.5]
# expect: [10 12 14 16 18  5  6  7  8  9]
# expect: [ 0  1 18 19 36 37 54 55 72 73]
# expect: (array([14851, 14951, 15051]), array([[-5969245691075090526, -5969245691075090526, -5969245691075090526],
# expect:        [-5969245691075090526, -5969245691075090526, -5969245691075090526]]))
# expect: (array([1, 1]), array([[2, 2],
# expect:        [2, 2]]))
# expect: [770 769 770 769 770 769 769 769 769 769 769 769 769]
# expect: [73.5 75.  66.5 67.9 69.3 70.7 72.1]
# expect: 1999000 [1995 1996 1997 1998 1999]
# expect: (array([[ 1.,  1.,  1.,  1.,  1.,  1.],
# expect:        [ 1.,  2.,  4.,  7., 11., 16.],
# expect:        [ 1.,  3.,  7., 13., 21., 31.],
# expect:        [ 1.,  4., 10., 19., 31., 46.]]), array([ 0., 15., 30., 45.]))
# expect: [1 1 1 1 1 0 0 0 0 0 0 0 0 0 0] [0 1 2 3 4 5 0 0 0 0 0 0 0 0 0] [0 0 0 0 0 0 0 1 1 1 1 1 0 0 0]
# expect: [11  1  2  1  4  1  2  1  3  1  1] 64
# Arrays that each turn allocates, rows, slices, sums of whole arrays, histograms.
import numpy as np
from numba import njit, prange


@njit(parallel=True)
def private(n):
    out = np.zeros((n, 3))
    for i in prange(n):
        t = np.zeros(3)
        for j in range(3):
            t[j] = i * j
        t += 1
        out[i, :] = t * 2
    return out


print(private(5), private(0).shape)


@njit(parallel=True)
def chunks(n, k):
    out = np.zeros(n * k, dtype=np.int64)
    for i in prange(n):
        out[i * k:(i + 1) * k] = i
        out[i * k] += 100
    return out


print(chunks(4, 3), chunks(1, 5))


@njit(parallel=True)
def flat(h, w):
    out = np.empty(h * w)
    for i in prange(h):
        for j in range(w):
            out[i * w + j] = i + 0.5 * j
    return out


print(flat(3, 4))


@njit(parallel=True)
def halves(a):
    m = a.shape[0] // 2
    for i in prange(m):
        a[i] = a[i + m] * 2
    return a


print(halves(np.arange(10)))


@njit(parallel=True)
def odd_even(a):
    for i in prange(a.shape[0] // 2):
        a[2 * i + 1] = a[2 * i] + 1
    return a


print(odd_even(np.arange(0, 90, 9)))


@njit(parallel=True)
def columns(a):
    acc = np.ones(a.shape[1], dtype=np.int64)
    pro = 2 * np.ones((2, a.shape[1]), dtype=np.int64)
    for i in prange(a.shape[0]):
        acc += a[i]
        pro *= 3
    return acc, pro


print(columns(np.arange(300).reshape(100, 3)))
print(columns(np.zeros((0, 2), dtype=np.int64)))


@njit(parallel=True)
def histogram(b, n):
    h = np.zeros(n, dtype=np.int64)
    for i in prange(b.shape[0]):
        h[b[i]] += 1
    return h


print(histogram(np.arange(10000) * 7919 % 13, 13))


@njit(parallel=True)
def weighted(b, w, h):
    for i in prange(b.shape[0]):
        h[b[i]] += w[i]
    return h


print(weighted(np.arange(100) % 7, np.arange(100) * 0.1, np.zeros(7)))


@njit(parallel=True)
def same_memory(a, b):
    for i in prange(1, a.shape[0]):
        b[i] = a[i - 1] + 1
    return b


x = np.arange(2000)
print(same_memory(x, np.zeros(2000, dtype=np.int64)).sum(), same_memory(x, x)[-5:])


@njit
def fill_row(row, k):
    s = 0
    for j in range(row.shape[0]):
        s += j * k
        row[j] = s
        if s > 1000:
            s -= 1000
    for j in range(row.shape[0]):
        row[j] = row[j] + 1
        if row[j] > 500:
            row[j] = 7
    return s


@njit(parallel=True)
def by_call(n):
    out = np.zeros((n, 6))
    t = np.zeros(n)
    for i in prange(n):
        t[i] = fill_row(out[i], i)
    return out, t


print(by_call(4))


@njit(parallel=True)
def shifted(a, off):
    for i in prange(a.shape[0] - 10):
        a[i + off] = a[i] + 1
    return a


print(shifted(np.zeros(15, dtype=np.int64), 0), shifted(np.zeros(15, dtype=np.int64), 1),
      shifted(np.zeros(15, dtype=np.int64), 7))


@njit(parallel=True)
def strides(n):
    a = np.ones(n, dtype=np.int64)
    s = 1
    while s < n:
        for i in prange(0, n - s, 2 * s):
            a[i] += a[i + s]
        s *= 2
    return a


print(strides(11), strides(64)[0])
