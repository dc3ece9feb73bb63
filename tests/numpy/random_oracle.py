"""Every random stream of the runtime against NumPy's, bit for bit, over a seeded sweep."""
import ctypes as C
import sys

import numpy as np

from rtlib import Failure, Runtime, same_bits, view_of

RANDOM, STANDARD_NORMAL, STANDARD_EXPONENTIAL, UNIFORM, NORMAL, EXPONENTIAL = range(6)
INTS = ["bool", "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64"]
rt = Runtime()
checks = 0


def expect(what, got, want):
    global checks
    checks += 1
    if not same_bits(np.asarray(got), np.asarray(want)):
        sys.exit(f"random_oracle: {what} differs:\n got {got}\nwant {want}")


class Ours:
    """A runtime generator beside NumPy's calls."""

    def __init__(self, handle):
        self.handle = handle

    def fill(self, dist, shape, dtype="f8", a=0.0, b=1.0):
        out = np.empty(shape, dtype)
        rt.call("hpc_rng_fill", self.handle, dist, C.c_double(a), C.c_double(b),
                C.byref(view_of(out)))
        return out

    def integers(self, low, high, shape, dtype, endpoint=False):
        out = np.empty(shape, dtype)
        last = high if endpoint else high - 1
        rt.call("hpc_probe_integers", self.handle, C.c_int64(low), C.c_uint64(last % 2**64),
                C.c_bool(last < 0), C.c_bool(endpoint), C.byref(view_of(out)))
        return out

    def shuffled(self, x):
        x = x.copy()
        rt.call("hpc_rng_shuffle", self.handle, C.byref(view_of(x)))
        return x

    def permutation(self, n):
        from rtlib import View
        view = View()
        rt.call("hpc_rng_permutation", self.handle, C.c_int64(n), C.byref(view))
        return rt.take(view)[0]

    def permuted(self, x):
        from rtlib import View
        view = View()
        rt.call("hpc_rng_permuted", self.handle, C.byref(view_of(x)), C.byref(view))
        return rt.take(view)[0]

    def choice(self, n, shape, replace, p=None, shuffle=True):
        out = np.empty(shape, "i8")
        rt.call("hpc_rng_choice", self.handle, C.c_int64(n), C.c_bool(replace),
                C.byref(view_of(p)) if p is not None else None, C.c_bool(shuffle),
                C.byref(view_of(out)))
        return out


def generator(seed):
    handle = C.c_void_p()
    if isinstance(seed, int) and seed < 2**63:
        rt.call("hpc_rng_new", C.byref(handle), C.c_int64(seed))
    else:
        words = []
        while isinstance(seed, int) and seed:
            words.append(seed & 0xffffffff)
            seed >>= 32
        words = np.array(words or seed, "u4")
        rt.call("hpc_rng_new_words", C.byref(handle), words.ctypes.data_as(C.c_void_p),
                C.c_size_t(len(words)))
    return Ours(handle)


def legacy(seed):
    if isinstance(seed, int):
        rt.call("hpc_rng_legacy_seed", C.c_int64(seed))
    else:
        words = np.array(seed, "u4")
        rt.call("hpc_rng_legacy_seed_words", words.ctypes.data_as(C.c_void_p),
                C.c_size_t(len(words)))
    handle = C.c_void_p()
    rt.call("hpc_rng_legacy", C.byref(handle))
    return Ours(handle)


def bounds(dtype):
    """Ranges whose width meets every branch: one, powers of two, odd ones, the full width."""
    if dtype == "bool":
        return [(0, 2), (0, 1), (1, 2)]
    info = np.iinfo(dtype)
    width = info.max - info.min
    widths = {0, 1, 2, 6, 99, 127, 128, 200, width, width - 1, width // 2, width // 2 + 1,
              width // 3, 2**16 - 1, 2**32 - 1, 2**32, 2**32 - 2, 3 * 2**40}
    low = [info.min, max(info.min, -5)]
    return [(lo, lo + w + 1) for w in sorted(widths) if w <= width for lo in low
            if lo + w <= info.max]


def check_floats(ours, theirs, is_legacy, n):
    draws = [(RANDOM, theirs.random), (STANDARD_NORMAL, theirs.standard_normal),
             (STANDARD_EXPONENTIAL, theirs.standard_exponential)]
    for dist, draw in draws:
        expect(draw.__name__, ours.fill(dist, n), draw(n))
        if not is_legacy:
            expect(draw.__name__ + " f4", ours.fill(dist, (7, n), "f4"), draw((7, n), dtype="f4"))
    expect("uniform", ours.fill(UNIFORM, n, a=-3.5, b=12.25), theirs.uniform(-3.5, 12.25, n))
    expect("normal", ours.fill(NORMAL, (n, 3), a=5.0, b=0.3), theirs.normal(5.0, 0.3, (n, 3)))
    expect("exponential", ours.fill(EXPONENTIAL, n, b=2.5), theirs.exponential(2.5, n))
    expect("one normal", ours.fill(STANDARD_NORMAL, ()), theirs.standard_normal())


def check_integers(ours, theirs, is_legacy):
    for dtype in INTS:
        for low, high in bounds(dtype):
            draw = theirs.randint if is_legacy else theirs.integers
            expect(f"integers {dtype} {low} {high}", ours.integers(low, high, 37, dtype),
                   draw(low, high, 37, dtype=dtype))
            expect(f"integer {dtype} {low} {high}", ours.integers(low, high, (), dtype),
                   np.asarray(draw(low, high, dtype=dtype), dtype))
    if not is_legacy:
        expect("endpoint", ours.integers(-3, 3, 50, "i8", True),
               theirs.integers(-3, 3, 50, endpoint=True))


def check_order(ours, theirs, is_legacy):
    for x in (np.arange(101.0), np.arange(60).reshape(12, 5), np.arange(12, dtype="i1"),
              np.arange(24, dtype="c16").reshape(4, 3, 2), np.empty((5, 0))):
        y = x.copy()
        theirs.shuffle(y)
        expect("shuffle", ours.shuffled(x), y)
        expect("permutation of array", ours.permuted(x), theirs.permutation(x))
    for n in (0, 1, 2, 1000):
        expect("permutation", ours.permutation(n), theirs.permutation(n))
    p = np.array([0.1, 0.05, 0.25, 0.3, 0.3])
    for n, size in ((5, 3), (50, 50), (20000, 30), (20000, 900), (7, 0), (1, 1)):
        for shuffle in ((True,) if is_legacy else (True, False)):
            extra = {} if is_legacy else {"shuffle": shuffle}
            expect("choice", ours.choice(n, size, False, None, shuffle),
                   theirs.choice(n, size, replace=False, **extra))
        expect("choice replace", ours.choice(n, (size, 2), True), theirs.choice(n, (size, 2)))
    expect("choice p", ours.choice(5, 300, True, p), theirs.choice(5, 300, p=p))
    expect("choice p once", ours.choice(5, 4, False, p), theirs.choice(5, 4, replace=False, p=p))
    weights = np.random.default_rng(9).random(200)
    weights /= weights.sum()
    expect("choice p many", ours.choice(200, 150, False, weights),
           theirs.choice(200, 150, replace=False, p=weights))


def check_messages():
    cases = [("low >= high", lambda g: g.integers(5, 5, 3, "i8")),
             ("low > high", lambda g: g.integers(5, 4, 3, "i8", True)),
             ("high is out of bounds for int8", lambda g: g.integers(0, 300, 3, "i1")),
             ("low is out of bounds for uint8", lambda g: g.integers(-1, 3, 3, "u1")),
             ("scale < 0", lambda g: g.fill(NORMAL, 3, b=-1.0)),
             ("high - low < 0", lambda g: g.fill(UNIFORM, 3, a=1.0, b=0.0)),
             ("larger sample than population", lambda g: g.choice(5, 10, False)),
             ("do not sum to 1", lambda g: g.choice(2, 1, True, np.array([0.5, 0.6]))),
             ("Fewer non-zero", lambda g: g.choice(2, 2, False, np.array([0.0, 1.0]))),
             ("Unsupported dtype dtype('float64') for integers",
              lambda g: g.integers(0, 3, 3, "f8"))]
    for text, case in cases:
        try:
            case(generator(1))
        except Failure as failure:
            assert text in str(failure), failure
        else:
            sys.exit(f"random_oracle: no error that says {text!r}")


def main():
    for seed in (0, 1, 42, 12345, 2**31, 2**32 - 1, 2**32, 2**40 + 7, 2**63 - 1, 2**64 - 1,
                 2**200 + 12345, [1, 2, 3, 4, 5, 6]):
        ours, theirs = generator(seed), np.random.default_rng(seed)
        check_floats(ours, theirs, False, 3000)
        check_integers(ours, theirs, False)
        check_order(ours, theirs, False)
        check_floats(ours, theirs, False, 200)
        rt.lib.hpc_rng_release(ours.handle)
    for seed in (0, 1, 42, 2**31, 2**32 - 1, [5], [1, 2, 3], list(range(700))):
        np.random.seed(seed)
        ours, theirs = legacy(seed), np.random
        check_floats(ours, theirs, True, 3001)
        expect("rand", ours.fill(RANDOM, (3, 4)), theirs.rand(3, 4))
        expect("randn", ours.fill(STANDARD_NORMAL, (3, 5)), theirs.randn(3, 5))
        check_integers(ours, theirs, True)
        check_order(ours, theirs, True)
        check_floats(ours, theirs, True, 200)
    check_messages()
    print(f"random_oracle: {checks} comparisons equal")


main()
