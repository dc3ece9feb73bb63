# expect-oracle
import numpy as np

a = np.array([1.0, 0.0, -1.0])
with np.errstate(divide="ignore", invalid="ignore"):
    print(1 / a, np.log(a))
np.seterr(all="ignore")
with np.errstate(all="ignore"):
    print(a / 0)
