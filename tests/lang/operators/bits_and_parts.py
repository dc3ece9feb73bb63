# expect-oracle
import numpy as np
x = np.array([0.0, -0.0, 1.0, 0.5, -3.75, 1e300, 5e-324, np.inf, -np.inf, np.nan])
print(np.frexp(x), np.frexp(np.float32(0.1)), np.frexp(np.array([1, 2, 3], dtype=np.int8)))
for d in [np.int8, np.uint8, np.int16, np.int64]:
    print(np.bitwise_count(np.array([0, 1, 7, 127, -128 + 128], dtype=d)))
print(np.bitwise_count(np.array([-128, -1, 5], dtype=np.int8)), np.bitwise_count(2 ** 62 - 1))
print(np.gcd(12, 18), np.lcm(4, 6), np.gcd(np.array([12, 15, 0, -8]), 6), np.lcm(np.array([12, 15, 0, -8]), np.array([[2], [3]])), np.gcd(np.array([12, 15], dtype=np.uint8), np.uint8(9)))
