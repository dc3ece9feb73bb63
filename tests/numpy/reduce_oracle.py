"""Reductions of random views against NumPy: bits, dtypes, shapes and strides of the results.

Arguments: library, number of cases (default 3000), seed (default 1).
"""
import ctypes as C
import itertools
import sys
import warnings

import numpy as np

from rtlib import NUMBER, Failure, Runtime, Value, View, same_bits, view_of

OPS = ["sum", "prod", "min", "max", "any", "all", "mean", "argmin", "argmax"]
FLOATS = ["float16", "float32", "float64", "complex64", "complex128"]
rt = Runtime()
warnings.simplefilter("ignore")


def random_shape(rng, rank):
    sizes = [0, 1, 1, 2, 3, 5, 8, 17, 40, 131, 300]
    while True:
        shape = tuple(int(rng.choice(sizes)) for _ in range(rank))
        if np.prod(shape) <= 60000 and (0 not in shape or rng.random() < 0.1):
            return shape


def fill(rng, shape, dtype):
    if dtype == "bool":
        return np.asarray(rng.random(shape) < 0.5)
    if dtype.startswith("float") or dtype.startswith("complex"):
        x = np.asarray(rng.standard_normal(shape) * 10.0 ** rng.integers(-2, 3, shape))
        if dtype.startswith("complex"):
            x = x + 1j * rng.standard_normal(shape)
        x = np.array(x).astype(dtype)
        if rng.random() < 0.1 and x.size:
            x.flat[rng.integers(x.size)] = np.nan
        return x
    return np.asarray(rng.integers(0, 120, shape)).astype(dtype)


def random_view(rng, dtype):
    """Any strided view: steps, reversals, permuted axes, broadcast axes."""
    rank = int(rng.choice([0, 1, 1, 2, 2, 2, 3, 3, 3, 4, 5]))
    shape = random_shape(rng, rank)
    steps = [int(rng.choice([1, 1, 1, 2, -1, -2])) for _ in shape]
    if rng.random() < 0.4:
        steps = [1] * rank
    base = fill(rng, tuple(n * abs(s) for n, s in zip(shape, steps)), dtype)
    view = base[tuple(slice(None, None, s) for s in steps)] if rank else base
    if rank and rng.random() < 0.5:
        view = view.transpose(rng.permutation(rank))
    if rank and rng.random() < 0.1:
        axis = int(rng.integers(rank))
        one = [slice(None)] * rank
        one[axis] = slice(0, 1)
        view = np.broadcast_to(view[tuple(one)], view.shape)
    return view


def random_axes(rng, rank):
    choice = rng.random()
    if choice < 0.3 or rank == 0:
        return None
    if choice < 0.7:
        return int(rng.integers(rank))
    count = int(rng.integers(0, rank + 1))
    return tuple(int(a) for a in rng.choice(rank, count, replace=False))


def axis_bits(axes, rank):
    if axes is None:
        return (1 << rank) - 1
    return sum(1 << a for a in ([axes] if isinstance(axes, int) else axes))


def ours(view, op, axes, keepdims, dtype, where, initial):
    out = View()
    value = None
    if initial is not None:
        value = Value(3, 0)
        value.c[0] = initial
    rt.call("hpc_reduce", C.byref(out), C.byref(view_of(view)), OPS.index(op),
            C.c_uint32(axis_bits(axes, view.ndim)), C.c_bool(keepdims),
            -1 if dtype is None else NUMBER[np.dtype(dtype)],
            C.byref(view_of(where)) if where is not None else None,
            C.byref(value) if value else None)
    return rt.take(out)


def near(op, a, b):
    """What NumPy's vector loops leave open: which zero min and max keep, and complex products,
    which they contract to fused multiply-adds on CPUs that have them."""
    if op in ("min", "max"):
        return a.dtype.kind in "fc" and same_bits(a + 0, b + 0)
    if op != "prod" or a.dtype.kind != "c":
        return False
    return bool(np.allclose(a, b, rtol=1e-2 if a.dtype == "c8" else 1e-9, equal_nan=True))


def compare(what, call, reference, op=None):
    try:
        want = reference()
    except (ValueError, TypeError) as error:
        try:
            call()
        except Failure as failure:
            if "where" not in str(error) and str(error) not in str(failure):
                sys.exit(f"reduce_oracle: {what}\n got {failure}\nwant {error}")
            return
        sys.exit(f"reduce_oracle: {what}: no error, want {error}")
    got, strides = call()
    want = np.asarray(want)
    if not same_bits(got, want) and not near(op, got, want):
        apart = np.argwhere(np.atleast_1d(got != want)) if got.shape == want.shape else []
        sys.exit(f"reduce_oracle: {what}\n got {got.dtype} {got.shape} {got!r:.300}\n"
                 f"want {want.dtype} {want.shape} {want!r:.300}\napart at {list(apart)[:5]}")
    if want.size and strides != want.strides:
        sys.exit(f"reduce_oracle: {what}: strides {strides}, want {want.strides}")


def reduce_case(rng, number):
    dtype = str(rng.choice(FLOATS * 3 + list(map(str, NUMBER))))
    view = random_view(rng, dtype)
    op = str(rng.choice(["sum"] * 6 + ["mean"] * 3 + OPS))
    axes, keepdims = random_axes(rng, view.ndim), bool(rng.random() < 0.3)
    if op.startswith("arg") and isinstance(axes, tuple):
        axes = None
    extra, options = {}, {"dtype": None, "where": None, "initial": None}
    if op in ("sum", "prod", "mean") and rng.random() < 0.3:
        wider = ["float16", "float32", "float64", "complex64", "complex128"]
        options["dtype"] = extra["dtype"] = str(rng.choice(wider[2:] if "complex" in dtype
                                                           else wider))
    if not op.startswith("arg") and rng.random() < 0.25:
        mask = np.asarray(rng.random(view.shape) < 0.7)
        if view.ndim and view.shape[0] and rng.random() < 0.5:
            mask = mask[0]
        elif rng.random() < 0.5:
            mask = np.asarray(mask, order="F")
        options["where"] = extra["where"] = np.asarray(mask)
    if op in ("sum", "prod", "min", "max") and rng.random() < 0.3:
        options["initial"] = extra["initial"] = float(rng.integers(0, 5))
        if dtype not in FLOATS and op in ("min", "max"):
            extra["initial"] = int(extra["initial"])
    if op == "mean" and "where" in extra and "dtype" in extra and extra["dtype"] == "float16":
        del extra["dtype"]
        options["dtype"] = None
    what = (f"case {number}: {op} {dtype} shape {view.shape} strides {view.strides} axis {axes} "
            f"keepdims {keepdims} {[k for k in extra]} {extra.get('dtype')}")
    compare(what, lambda: ours(view, op, axes, keepdims, **options),
            lambda: getattr(np, op)(view, axis=axes, keepdims=keepdims, **extra), op)


def accumulate_case(rng, number):
    dtype = str(rng.choice(FLOATS * 2 + list(map(str, NUMBER))))
    view = random_view(rng, dtype)
    op = str(rng.choice(["sum", "prod"]))
    axis = None if rng.random() < 0.3 or view.ndim == 0 else int(rng.integers(view.ndim))
    into = "complex128" if rng.random() < 0.2 else None

    def call():
        out = View()
        rt.call("hpc_accumulate", C.byref(out), C.byref(view_of(view)), OPS.index(op),
                -1 if axis is None else axis, -1 if into is None else NUMBER[np.dtype(into)])
        return rt.take(out)
    what = f"case {number}: cum{op} {dtype} {view.shape} {view.strides} axis {axis} dtype {into}"
    compare(what, call, lambda: getattr(np, "cum" + op)(view, axis=axis, dtype=into), op)


def layout_case(rng, number):
    """np.add of two views: the strides of the fresh result."""
    a, b = random_view(rng, "float64"), random_view(rng, "float32")
    if rng.random() < 0.7:
        b = np.asarray(fill(rng, a.shape, "float32"), order=str(rng.choice(["C", "F"])))
        if b.ndim and rng.random() < 0.5:
            b = np.asarray(b[int(rng.integers(b.shape[0]))]) if b.shape[0] else b
    try:
        want = np.add(a, b)
    except ValueError:
        return
    if want.size == 0:
        return
    shape = (C.c_int64 * 16)(*want.shape)
    strides = (C.c_int64 * 16)()
    views = [view_of(a), view_of(b)]
    pointers = (C.c_void_p * 2)(*[C.addressof(v) for v in views])
    rt.lib.hpc_result_layout(want.ndim, shape, 2, pointers, C.c_int64(8), strides)
    seen = [i for i in range(want.ndim) if want.shape[i] > 1]  # the others are arbitrary
    if [strides[i] for i in seen] != [want.strides[i] for i in seen]:
        sys.exit(f"reduce_oracle: case {number}: layout of {a.shape} {a.strides} and {b.shape} "
                 f"{b.strides} is {want.strides}, not {tuple(strides[:want.ndim])}")


def large_cases():
    """Sizes past the buffers and the pairwise splits."""
    rng = np.random.default_rng(3)
    for dtype, n in itertools.product(FLOATS + ["int32"], (8191, 8192, 8193, 20000, 100003)):
        x = fill(rng, n, "float64").astype(dtype) if dtype != "int32" else fill(rng, n, dtype)
        for view in (x, x[::2], x[::-1], x[:8000].reshape(40, 200).T):
            for op, into in itertools.product(("sum", "mean"), (None, "complex128")):
                compare(f"large {op} {dtype} {n} {into}",
                        lambda: ours(view, op, None, False, into, None, None),
                        lambda: getattr(np, op)(view, dtype=into))


def main():
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 3000
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    large_cases()
    for number in range(count):
        rng = np.random.default_rng([seed, number])
        kind = rng.random()
        if kind < 0.75:
            reduce_case(rng, number)
        elif kind < 0.87:
            accumulate_case(rng, number)
        else:
            layout_case(rng, number)
    if rt.live():
        sys.exit(f"reduce_oracle: {rt.live()} bytes leaked")
    print(f"reduce_oracle: {count} cases equal")


main()
