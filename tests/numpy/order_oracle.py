"""Sorting, searching and counting on random views against NumPy."""
import ctypes as C
import sys

import numpy as np

from rtlib import DTYPES, Failure, Runtime, View, same_bits, view_of

rt = Runtime()


def expect(what, got, want):
    want = np.asarray(want)
    if not same_bits(np.asarray(got), want):
        sys.exit(f"order_oracle: {what}\n got {got.dtype} {got!r:.400}\nwant {want!r:.400}")


def random_view(rng, name):
    rank = int(rng.choice([1, 1, 2, 3]))
    shape = tuple(int(rng.choice([0, 1, 2, 7, 18, 50])) for _ in range(rank))
    if rank == 1 and rng.random() < 0.3:
        shape = (int(rng.choice([500, 3001, 5000])),)
    base = np.asarray(rng.integers(0, int(rng.choice([2, 5, 100])), tuple(2 * n for n in shape)))
    if name.startswith(("f", "c")):
        base = base - 3.0
        base[rng.random(base.shape) < 0.05] = np.nan
        if rng.random() < 0.3:
            base = rng.standard_normal(base.shape)
        base[base == 0] = 0.0
        if name.startswith("c"):
            other = rng.integers(0, 3, base.shape) * 1.0
            other[rng.random(base.shape) < 0.05] = np.nan
            both = np.empty(base.shape, "c16")
            both.real, both.imag = base, other
            base = both
    elif rng.random() < 0.3 and name != "bool":
        base = rng.integers(0, 256, base.size * 8, dtype="u1").view("i8").reshape(base.shape)
    base = base.astype(name)
    step = int(rng.choice([1, 2, -1, -2]))
    view = base[tuple(slice(None, None, step) for _ in shape)]
    view = view[tuple(slice(0, n) for n in shape)]
    return view.T if rng.random() < 0.3 else view


def fresh(name, *args):
    out = View()
    rt.call(name, C.byref(out), *args)
    return rt.take(out)[0]


def case(rng, name):
    a = random_view(rng, name)
    axis = int(rng.integers(a.ndim))
    work = a.copy(order="K")
    rt.call("hpc_sort", C.byref(view_of(work)), axis)
    expect(f"sort {name} {a.shape}", work, np.sort(a, axis=axis, kind="stable"))
    view = C.byref(view_of(a))
    expect("argsort", fresh("hpc_argsort", view, axis), np.argsort(a, axis=axis, kind="stable"))
    expect("argsort flat", fresh("hpc_argsort", view, -1), np.argsort(a, axis=None, kind="stable"))
    flat = np.sort(a, axis=None)
    keys = random_view(rng, name)
    for right in (False, True):
        expect("searchsorted", fresh("hpc_searchsorted", C.byref(view_of(flat)),
                                     C.byref(view_of(keys)), C.c_bool(right)),
               np.searchsorted(flat, keys, "right" if right else "left"))
    check_unique(a)
    if np.can_cast(a.dtype, "i8") and a.size and 0 <= a.min() and a.max() < 1000:
        check_bincount(rng, a.reshape(-1))


def rising(rng, name, n):
    """Sorted numbers, evenly spread or not."""
    kind = rng.integers(5)
    if kind == 0:
        x = np.linspace(0, 1, n)
    elif kind == 1:
        x = np.sort(rng.random(n))
    elif kind == 2:
        x = np.logspace(-8, 0, n)
    elif kind == 3:
        x = np.sort(np.round(rng.random(n), 1))
    else:
        x = np.sort(rng.normal(size=n) * np.where(rng.random(n) < 0.1, 1e200, 1))
    if name.startswith("f"):
        x = (x * 100 - 20 * rng.random()).astype(name)
        if n and rng.random() < 0.2:
            x[-1] = rng.choice([np.inf, np.nan])
        if n > 1 and rng.random() < 0.2:
            x[0] = -np.inf
        return np.sort(x)
    limits = np.iinfo(name)
    low, high = (limits.min, limits.max) if rng.random() < 0.3 else (max(limits.min, -100), min(limits.max, 1000))
    return np.sort((low + np.clip(x, 0, 1) * (float(high) - low) * 0.999).astype(name))


def keys_for(rng, table, count):
    """Numbers around those of the table, themselves and their neighbours."""
    if table.size == 0 or table.dtype.kind != "f":
        return rng.choice(table, count) + rng.integers(0, 2, count).astype(table.dtype) if table.size else np.ones(count, table.dtype)
    keys = rng.choice(table, count) * rng.choice([1, 1, 0.9, 1.1], count).astype(table.dtype)
    keys = np.where(rng.random(count) < 0.2, np.nextafter(keys, rng.choice(table, count)), keys)
    strange = rng.choice([np.nan, np.inf, -np.inf, 0.0, -0.0], count).astype(table.dtype)
    keys = np.where(rng.random(count) < rng.choice([0, 0.05]), strange, keys)
    return np.sort(keys) if rng.random() < 0.2 else keys


def check_search(rng, name):
    table = rising(rng, name, int(rng.choice([0, 1, 2, 3, 9, 100, 3000])))
    keys = keys_for(rng, table, int(rng.choice([0, 1, 5, 300, 4000])))
    if rng.random() < 0.1:
        table = table[::-1].copy()
    for right in (False, True):
        expect(f"searchsorted {name} {table.size} {keys.size}",
               fresh("hpc_searchsorted", C.byref(view_of(table)), C.byref(view_of(keys)), C.c_bool(right)),
               np.searchsorted(table, keys, "right" if right else "left"))
    if name == "float64" and table.size:
        check_interp(rng, table, keys)


def check_interp(rng, xp, x):
    if rng.random() < 0.1:
        xp = rng.permutation(xp)
    fp = rng.normal(size=xp.size)
    if rng.random() < 0.3:
        fp = rng.choice([0.0, -0.0, 1.0, np.inf, np.nan, -np.inf, 2.0], xp.size)
    with np.errstate(all="ignore"):
        want = np.interp(x, xp, fp, -7.0, 9.0)
    got = fresh("hpc_interp", C.byref(view_of(x)), C.byref(view_of(xp)), C.byref(view_of(fp)), C.c_double(-7.0),
                C.c_double(9.0))
    expect(f"interp {xp.size} {x.size}", got, want)


def check_unique(a):
    values, index, inverse, counts = View(), View(), View(), View()
    rt.call("hpc_unique", C.byref(values), C.byref(index), C.byref(inverse), C.byref(counts),
            C.byref(view_of(a)))
    want = np.unique(a, return_index=True, return_inverse=True, return_counts=True)
    for got, part, what in zip((values, index, inverse, counts), want,
                               ("values", "index", "inverse", "counts")):
        expect(f"unique {what} {a.dtype} {a.shape}", rt.take(got)[0], part)
    out = View()
    rt.call("hpc_unique", C.byref(out), None, None, None, C.byref(view_of(a)))
    got = rt.take(out)[0]
    if a.dtype.kind != "c" and a.dtype != "f2":  # complex NaNs: any may stay; f2: NumPy's own bug
        expect("unique", got, np.unique(a))


def check_bincount(rng, x):
    length = int(rng.choice([0, 0, 3, 200]))
    expect("bincount", fresh("hpc_bincount", C.byref(view_of(x)), None, C.c_int64(length)),
           np.bincount(x, minlength=length))
    weights = rng.standard_normal(x.size)
    expect("bincount weights", fresh("hpc_bincount", C.byref(view_of(x)),
                                     C.byref(view_of(weights)), C.c_int64(length)),
           np.bincount(x, weights, length).astype("f8"))  # NumPy's is int64 for no elements


def refused(text, name, *args):
    try:
        fresh(name, *args)
    except Failure as failure:
        assert text in str(failure), failure
    else:
        sys.exit(f"order_oracle: no error that says {text}")


def check_errors():
    ints, floats = np.array([1, -2, 3]), np.ones(3)
    refused("no negative elements", "hpc_bincount", C.byref(view_of(ints)), None, C.c_int64(0))
    refused("Cannot cast", "hpc_bincount", C.byref(view_of(floats)), None, C.c_int64(0))
    refused("must not be negative", "hpc_bincount", C.byref(view_of(abs(ints))), None,
            C.c_int64(-1))
    refused("MemoryError", "hpc_bincount", C.byref(view_of(np.array([2**58]))), None,
            C.c_int64(0))
    refused("out of bounds for array of dimension 1", "hpc_argsort", C.byref(view_of(floats)), 1)
    for count in range(1, 8):
        rt.fail_at(count)
        try:
            check_unique(floats)
        except Failure as failure:
            assert "MemoryError" in str(failure)
        assert rt.live() == 0, rt.live()
    rt.fail_at(0)


def main():
    for number in range(int(sys.argv[2]) if len(sys.argv) > 2 else 1500):
        rng = np.random.default_rng([7, number])
        case(rng, str(rng.choice(DTYPES)))
        with np.errstate(all="ignore"):
            check_search(rng, str(rng.choice([*DTYPES[1:12], "float64", "float64", "float64"])))
    check_errors()
    assert rt.live() == 0, rt.live()
    print("order_oracle: all equal")


main()
