# expect-oracle
import numpy as np
print(any([False, True]), all([True, 1, "x"]), any([]), all([]), any((0, 0.0)))
l = [i for i in range(5)]
print(any(x > 3 for x in l), all(x > 3 for x in l), all(x >= 0 for x in l), any(l), all(l))
print(any(np.array([0, 1])), all(np.array([1.0, 0.0])), any(np.array([False])))
