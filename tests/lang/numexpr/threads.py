# expect: [2. 4.]
import numexpr as ne
import numpy as np

ne.set_num_threads(2)
a = np.array([1.0, 2.0])
print(ne.evaluate("2 * a"))
