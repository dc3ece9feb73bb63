# Dicts of arrays.
# expect-oracle
import numpy as np
d = {"a": np.arange(3), "b": np.ones(3, dtype=np.int64)}
d["c"] = d["a"] * 2
for k, v in d.items():
    print(k, v, v.sum())
d["a"][1] = 9
print(d)
