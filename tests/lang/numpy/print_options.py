# np.set_printoptions, np.printoptions, np.array2string.
# expect-oracle
import numpy as np

a = np.arange(6.0)
m = np.arange(12.0).reshape(3, 4)
print(np.array2string(a), np.array2string(a, precision=2, separator=", "))
print(np.array2string(a / 3, precision=3, suppress_small=True, max_line_width=20, prefix="x = "))
print(np.array2string(m, separator=",", threshold=3, edgeitems=1))
print(np.array2string(np.array(3.5)), np.array2string(np.array([])))
print(np.array_repr(a), np.array_repr(m / 3, precision=2), np.array_str(m / 3, precision=1))
print(np.array_repr(np.array(3)), np.array_repr(np.zeros((0, 3))))


def shown(x, digits):
    with np.printoptions(precision=digits, suppress=True):
        text = f"{x}"
    return text


print(shown(a / 7, 2), a / 7)
with np.printoptions(precision=2, sign="+"), np.errstate(all="ignore"):
    print(a / 0.0)
    for n in range(2):
        if n:
            break
        print(repr(a / 3))
print(a / 3)
np.set_printoptions(precision=3, suppress=True)
print(a / 7 * 1e-5, m / 7, repr(a / 3), [a / 3])
np.set_printoptions(threshold=5, edgeitems=2)
print(a, np.arange(100).reshape(10, 10))
np.set_printoptions(threshold=np.inf, linewidth=40)
print(np.arange(60))
np.set_printoptions(sign=" ", floatmode="fixed")
print(a)
np.set_printoptions(floatmode="maxprec_equal", precision=4)
print(a / 3)
np.set_printoptions(nanstr="-", infstr="oo")
print(np.array([np.nan, np.inf, -np.inf, 1]))
np.set_printoptions(sign="x")
