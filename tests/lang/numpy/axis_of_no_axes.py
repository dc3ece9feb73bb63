# expect-oracle
# Reductions and sorts of arrays without axes: which take axis 0 and -1, and which refuse them.
import numpy as np

z = np.zeros(())
print(z.sum(axis=0), z.max(axis=-1), np.sum(3, axis=0), z.cumsum(axis=0), z.std(axis=()), z.var())
print(np.argsort(z), np.argsort(z, axis=0), z.argsort(axis=-1), np.count_nonzero(z, axis=-1))

x = np.arange(3.0)
try:
    print(z.std(axis=0))
except np.exceptions.AxisError as e:
    print("AxisError", e)
try:
    print(x.std(axis=0), x.var(axis=-1), x.std(axis=1))
except np.exceptions.AxisError as e:
    print("AxisError", e)
try:
    print(np.average(x, axis=-1), np.average(x, axis=0, weights=x), np.average(z, axis=0))
except np.exceptions.AxisError as e:
    print("AxisError")
