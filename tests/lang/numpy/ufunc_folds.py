# reduce, accumulate, outer and reduceat of every binary ufunc.
# expect-oracle
import numpy as np

a = np.arange(6.0)
b = np.array([3.0, 1.0, 2.0, 5.0, 4.0, 0.5])
i = np.arange(6)
m = np.arange(12.0).reshape(3, 4)
u8 = np.arange(6, dtype=np.uint8)
t = np.array([True, False, True, True, False, False])

print(np.gcd(12, 18), np.gcd(i, 4), np.lcm(i, 4), np.gcd(u8, i), np.gcd(np.int8(4), 6))
print(np.gcd.reduce([12, 18, 24]), np.lcm.reduce(i[1:]), np.gcd.reduce(np.array([], int)))
print(np.gcd.outer(i, i), np.lcm.accumulate(i[1:]), np.gcd(i, 4, out=i))
print(np.logaddexp.reduce(a), np.logaddexp.reduce(m, axis=1), np.logaddexp2.reduce(a), np.logaddexp.accumulate(b))
print(np.bitwise_and.reduce(i, axis=0, initial=7), np.bitwise_and.reduce(np.array([], int)), np.bitwise_or.reduce(u8, initial=8))
print(np.subtract.reduce(a, initial=100), np.divide.reduce(b), np.power.reduce(np.array([2, 3, 2])), np.floor_divide.reduce(np.array([100, 3, 2])))
print(np.subtract.reduce(m, axis=1, where=m > 2, initial=0))
print(np.maximum.reduce(m, axis=None), np.maximum.reduce(m, axis=(0, 1)), np.minimum.reduce(m, axis=1, initial=3), np.maximum.reduce(m, where=m < 5, initial=-1))
print(np.fmax.reduce(m, axis=(0, 1)), np.fmin.reduce(np.array([np.nan, 2, 1])))
print(np.subtract.reduce(m, out=np.empty(4)), np.hypot.reduce(m, axis=1, keepdims=True), np.subtract.accumulate(m, axis=1, out=m))
print(np.add.reduceat(a, [0, 2, 4], out=np.empty(3)), np.subtract.reduceat(a, [0, 3]), np.logaddexp.reduceat(a, [0, 3]))
print(np.logical_xor.reduce(t), np.logical_and.reduce(m > 0, axis=1), np.logical_or.reduce(m, axis=(0, 1)))
print(np.greater.reduce(t), np.equal.reduce(t), np.not_equal.reduce(t))
print(np.hypot.reduce(np.arange(20.0)), np.hypot.accumulate(np.arange(20.0)), np.fmod.reduce(np.arange(20.0)[::-1] + 0.5), np.floor_divide.reduce(np.arange(20.0)[::-1] + 1), np.remainder.accumulate(np.arange(20.0)[::-1] + 1))
print(np.logaddexp.reduce(np.arange(20.0)), np.copysign.reduce(np.arange(20.0) - 5), np.nextafter.reduce(np.arange(20.0)), np.divide.reduce(np.arange(1, 20.0)), np.subtract.reduce(np.arange(20.0)))
print(np.arctan2.outer(a, b), np.add.at(m, [1], m[0]), m)
