# expect-oracle
import numpy as np

a = np.array([1, 4, 9, 16, 30])
m = np.array([[1.0, 3.0, 7.0], [2.0, 2.5, 8.0], [0.0, -1.0, 5.0]])
for order in range(4):
    print(np.diff(a, order), np.diff(m, order))
print(np.diff(m, axis=0), np.diff(a, prepend=0), np.diff(a, append=[50, 60]), np.diff(np.array([True, False, False, True])), np.diff(np.array([5, 2], np.uint8)))
print(np.ediff1d(a), np.ediff1d(a, to_end=99, to_begin=[-1, 0]), np.ediff1d(m))
print(np.gradient(a), np.gradient(m[0], 0.5), np.gradient(m, axis=0), np.gradient(m, edge_order=2), np.gradient(m, 2.0, 0.5))
print(np.gradient(a, np.array([0, 1, 3, 6, 10])), np.gradient(a, np.arange(5) * 2, edge_order=2), np.gradient(m[0].astype(np.float32)).dtype)
print(np.trapezoid(a), np.trapezoid(m, dx=0.5), np.trapezoid(m, axis=0), np.trapezoid(a, [0, 1, 2, 4, 8]))
xp = np.array([0.0, 1.0, 2.5, 4.0])
fp = np.array([1.0, 3.0, -2.0, 5.0])
print(np.interp(2.2, xp, fp), np.interp(np.array([-1.0, 0.0, 0.5, 2.5, 3.9, 4.0, 9.0]), xp, fp), np.interp([-1, 9], xp, fp, left=-99, right=99), np.interp(m, xp, fp), np.interp([5.0, -0.5], xp, fp, period=3.0))
print(np.convolve([1, 2, 3], [0, 1, 2]), np.convolve([1, 2, 3], [0, 1], "same"), np.convolve(a, [1, -1], mode="valid"), np.convolve([1, 2], [1.5, 2, 3, 4], "same"), np.correlate(a, [1, 2]), np.correlate([1, 2], a, "full"))
print(np.polyval([3, 0, 1], 5), np.polyval([3.0, 0, 1], np.arange(3)), np.polyder([3, 2, 1]))
