# expect-oracle
import numpy as np

m = np.array([[3.0, 1.0, 2.0], [6.0, 5.0, 4.0]])
print(np.apply_along_axis(lambda r: r.sum() - r[0], 1, m), np.apply_along_axis(np.sort, 0, m), np.apply_along_axis(lambda r: r[:2] * 2, 1, m))
for i, j in np.ndindex(2, 3):
    print(i, j, m[i, j])
for index, value in np.ndenumerate(np.arange(3)):
    print(index, value)
print(np.isposinf(np.array([np.inf, -np.inf, 1.0])), np.isneginf(np.array([np.inf, -np.inf])), np.iscomplex(np.array([1 + 1j, 2])), np.isreal(np.arange(2)))
print(np.round(np.hanning(5), 9), np.round(np.hamming(4), 9), np.bartlett(5), np.hanning(1), np.round(np.blackman(6), 9) + 0.0, np.hamming(0))
print(np.round(np.sinc(np.array([0.0, 0.5, 1.5])), 9), np.round(np.unwrap([0.0, 3.0, 6.5, -1.0]), 9), np.unwrap([0, 5, 1], period=4))
print(np.cumulative_sum(np.arange(4)), np.cumulative_sum(m, axis=1, include_initial=True), np.cumulative_prod(np.arange(1, 4)))
