# expect-oracle
# The program's own exception classes, their bases, arguments, and errors out of called functions.
import numpy as np


class Problem(Exception):
    """What goes wrong."""


class Bad(Problem, ):
    pass


class Worse(Bad):
    pass


class Mine(ValueError):
    pass


def work(n):
    if n == 0:
        raise Problem("p")
    if n == 1:
        raise Bad("b", 1, 2.5)
    if n == 2:
        raise Worse
    if n == 3:
        raise Mine(f"n is {n}")
    return n


for n in range(5):
    try:
        print("result", work(n))
    except Bad as e:
        print("Bad:", e, e.args, isinstance(e, Worse), isinstance(e, Problem))
    except Problem as e:
        print("Problem:", e, repr(e))
    except ValueError as e:
        print("ValueError:", e, type(e).__name__, isinstance(e, (Mine, Bad)))

e = Mine("kept", 3)
try:
    raise e
except Mine as caught:
    print(caught, caught.args)

try:
    np.linalg.inv(np.zeros((2, 2)))
except np.linalg.LinAlgError as err:
    print("singular:", err)

try:
    open_shape = np.zeros(3) + np.zeros(int("4"))
except ValueError as err:
    print(err)

try:
    np.load("/nowhere/nothing.npy")
except FileNotFoundError as err:
    print(err)
except OSError as err:
    print("os", err)


def recurse(n):
    if n < 0:
        return 0
    return recurse(n + 1) + 1


try:
    recurse(0)
except RecursionError as err:
    print("RecursionError caught")
try:
    raise Worse("last")
except (ZeroDivisionError, Problem) as err:
    print("tuple", err)
