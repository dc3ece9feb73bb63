# expect-oracle
# try, except with classes, tuples and bases, else, finally; what the names hold where it failed.
import numpy as np


def parts(n):
    log = 0
    try:
        log = 1
        if n == 1:
            raise ValueError("one")
        log = 2
        a = np.zeros(3)
        a[0] = 1.5
        a[n] = 2.5
        log = 3
    except ValueError as e:
        print("value", e, str(e), repr(e), log)
    except (IndexError, KeyError) as e:
        print("index", e, log, a)
    else:
        print("else", log, a)
    finally:
        print("finally", log)
    return log


for n in [0, 1, 2, 5]:
    print(parts(n))


def divide(a, b):
    try:
        return a // b
    except ZeroDivisionError as e:
        print("caught:", e)
        return -1


print(divide(7, 2), divide(7, 0))


def kinds(n):
    try:
        if n == 0:
            return 1 // n
        if n == 1:
            return [1, 2][n + 5]
        if n == 2:
            return int("x" * n)
        if n == 3:
            raise KeyError("k")
        if n == 4:
            raise RuntimeError("r", 4)
        if n == 5:
            raise NotImplementedError
        if n == 6:
            assert n == 7, "seven"
        if n == 7:
            return float(n) ** 1000
    except ArithmeticError as e:
        print("arithmetic", type(e).__name__)
    except LookupError as e:
        print("lookup", type(e).__name__, e, e.args)
    except ValueError as e:
        print("value", e, e.args[0])
    except Exception as e:
        print("other", type(e).__name__, repr(e), e.args, isinstance(e, RuntimeError))
    return -n


for n in range(9):
    print(kinds(n))

x = 1
try:
    x = 2
    raise TypeError("bad")
except TypeError as err:
    print(x, err)
