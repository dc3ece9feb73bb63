# expect-oracle
import numpy as np
for x in [-3, 0, 5]:
    print(abs(x), divmod(x, 4), pow(x, 2), pow(x, 3, 7))
for f in [-2.5, 0.0, 7.25]:
    print(abs(f), divmod(f, 2.0), pow(f, 2))
print(abs(3 - 4j), abs(True), abs(np.float32(-1.5)), abs(np.array([-1, 2, -3])))
print(divmod(-7, 3), divmod(7, -3), divmod(7.5, 2), pow(2, 10), pow(2.0, 0.5), pow(3, -1, 7) if False else 0)
print(pow(7, 100, 13), pow(-7, 3, 5), pow(7, 3, -5))
