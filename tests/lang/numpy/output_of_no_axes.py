# expect-oracle
# A ufunc whose output has no axes, where a mask leaves it alone or does not.
import numpy as np


def into(x, mask):
    out = np.full((), 7.0)
    np.square(x, out=out, where=mask)
    return out


out = np.zeros(())
np.square(3.0, out=out, where=False)
print(out, out.shape)
np.square(3.0, out=out, where=True)
print(out, out.shape)
print(into(3.0, True), into(3.0, False), into(np.float64(2), np.array(True)), into(2, np.bool_(False)))
