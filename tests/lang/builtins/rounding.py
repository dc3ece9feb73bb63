# expect-oracle
import numpy as np
for x in [0.5, 1.5, 2.5, -0.5, -1.5, 2.675, 1e22 / 1e6]:
    print(round(x), round(x, 0), round(x, 1), round(x, 2), round(x, -1))
for n in [15, 25, 35, -25, 149, 151]:
    print(round(n), round(n, 2), round(n, -1), round(n, -2), round(n, -3))
print(round(2.5), round(3.14159, 3), round(1234.5678, -2), round(True), round(5.015, 2), round(0.1 + 0.2, 17))
print(round(np.float64(2.567), 1), round(np.float64(3.5)), round(np.float32(2.5)))
print(round(1e-320, 320), round(123456789.123456789, 5), round(-0.4))
