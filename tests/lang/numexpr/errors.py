# Errors point inside the string.
# expect-error 13:24: NameError: name 'bb' is not defined
# expect-error 14:18: TypeError: numexpr has no function 'sinn'. Did you mean: 'sin'?
# expect-error 15:18: TypeError: a formula has no 'and' and 'or': use & and |
# expect-error 17:8: TypeError: a formula has no 'not': use ~
# expect-error 19:34: TypeError: Cannot cast array data from dtype('float64') to dtype('int64')
import numpy as np
import numexpr as ne

a = np.ones(3)
b = np.ones(4)
n = np.zeros(3, np.int64)
print(ne.evaluate("a * bb"))
x = ne.evaluate("sinn(a)")
y = ne.evaluate("a > 1 and a < 2")
z = ne.evaluate(
    """(not a)"""
)
w = ne.evaluate("2.0 * a", out = n)
