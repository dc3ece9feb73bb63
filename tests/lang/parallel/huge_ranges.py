# expect: iteration 9223372036854775806
# expect: 2305843009213693952
# expect: 0
# expect: 0 9223372036854775804
# expect: iteration 12
# expect: 9223372036854775807
# Ranges of which the length does not fit 64 bits, or hardly does.
from numba import njit, prange


@njit(parallel=True)
def down(low, high):
    for i in prange(low, high, -1):
        if i == low - 1:
            raise ValueError(f"iteration {i}")


@njit(parallel=True)
def steps(low, high):
    s = 0
    for i in prange(low, high, 2**61):
        s ^= i
    return s


@njit(parallel=True)
def once(low, high):
    s = 0
    for i in prange(low, high, -(2**62)):
        s += i
    return s


@njit(parallel=True)
def from_zero(n):
    for i in prange(0, n, 3):
        if i == 12:
            raise ValueError(f"iteration {i}")


@njit(parallel=True)
def far(n):
    s = 0
    for i in prange(0, n, 2**62 - 1):
        s |= i
    return s


least = -(2**62) - 2**62
most = 2**62 + (2**62 - 1)
try:
    down(most, least)
except ValueError as e:
    print(e)
print(steps(least, 2**62))
print(steps(-(2**62), 2**62))
print(once(0, -5), once(most, least))
try:
    from_zero(most)
except ValueError as e:
    print(e)
print(far(most))
