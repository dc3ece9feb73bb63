"""Bins of equal width on random numbers, edges and their neighbours against np.histogram."""
import ctypes as C
import sys

import numpy as np

from rtlib import Runtime, View, view_of

rt = Runtime()


class EvenBins(C.Structure):
    _fields_ = [("edges", C.POINTER(View)), ("width", C.c_double), ("wide", C.c_bool)]


def counts_and_places(a, edges, width):
    view = view_of(edges)
    bins = EvenBins(C.pointer(view), float(width), width.dtype == np.float64 and edges.dtype != np.float64)
    results = []
    for name in ("hpc_even_counts", "hpc_even_places"):
        out = View()
        rt.call(name, C.byref(out), C.byref(view_of(a)), C.byref(bins))
        results.append(rt.take(out)[0])
    return results


def numpy_places(a, edges, first, width, bins):
    """What np.histogram computes for each element on its way to the counts."""
    x = a.astype(edges.dtype)
    at = ((x - first) / width * bins).astype(np.intp)
    at[at == bins] -= 1
    at[x < edges[at]] -= 1
    at[(x >= edges[at + 1]) & (at != bins - 1)] += 1
    return at


def random_range(rng):
    kind = rng.integers(6)
    if kind == 0:
        return 0.0, 1.0
    if kind == 1:
        return float(rng.integers(-50, 50)), float(rng.integers(51, 400))
    low = float(rng.normal()) * 10.0 ** float(rng.integers(-3, 4))
    if kind == 2:  # narrow beside where it lies
        return low, low + abs(low) * 2.0 ** -float(rng.integers(5, 45)) + 1e-300
    return low, low + 10.0 ** float(rng.integers(-3, 4)) * float(rng.random() + 0.01)


def elements(rng, dtype, low, high, edges):
    n = int(rng.choice([0, 1, 7, 8, 9, 511, 512, 513, 5000]))
    if dtype.kind in "iu":
        limits = np.iinfo(dtype)
        return rng.integers(max(limits.min, -300), min(limits.max, 500), n).astype(dtype)
    with np.errstate(all="ignore"):
        a = (low + (high - low) * (rng.random(n) * 1.1 - 0.05)).astype(dtype)
        near = rng.choice(edges, n).astype(dtype)
        near = np.nextafter(near, np.array(rng.choice([-np.inf, np.inf], n), dtype)) if rng.random() < 0.7 else near
    chosen = rng.random(n) < rng.choice([0, 0.02, 0.5])
    a[chosen] = near[chosen]
    if rng.random() < 0.5:
        strange = rng.random(n) < 0.02
        a[strange] = rng.choice([np.nan, np.inf, -np.inf, low, high, 0.0, -0.0], n).astype(dtype)[strange]
    return a[:: int(rng.choice([1, 1, 1, 2, -1]))]


def case(rng):
    dtype = np.dtype(str(rng.choice(["f8", "f8", "f8", "f4", "f2", "i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8"])))
    bins = int(rng.choice([1, 2, 3, 10, 50, 64, 100, 255, 256, 1000, 3000]))
    low, high = random_range(rng)
    if dtype == np.float16 and (abs(low) > 6e4 or abs(high) > 6e4):
        return 0
    strong = dtype.kind == "f" and rng.random() < 0.5  # of the elements' own type, as np.min gives it
    first, last = (dtype.type(low), dtype.type(high)) if strong else (low, high)
    if not first < last:
        return 0
    try:
        edges = np.histogram_bin_edges(np.empty(0, dtype), bins, (first, last))
    except ValueError:
        return 0
    a = elements(rng, dtype, low, high, edges)
    try:
        want, _ = np.histogram(a, bins, (first, last))
    except IndexError:
        return 0
    width = np.subtract(last, first)
    counts, places = counts_and_places(a, edges, width)
    label = f"{dtype} {bins} {first!r} {last!r} {a.size}"
    if not np.array_equal(counts, want):
        sys.exit(f"bins_oracle: {label}\n got {counts}\nwant {want}")
    inside = (a >= first) & (a <= last)
    expected = np.full(a.size, bins)
    expected[inside] = numpy_places(a[inside], edges, first, width, bins)
    if not np.array_equal(places, expected):
        sys.exit(f"bins_oracle: places of {label}")
    return a.size


def main():
    rng = np.random.default_rng(11)
    total = 0
    with np.errstate(all="ignore"):
        for _ in range(int(sys.argv[2]) if len(sys.argv) > 2 else 2000):
            total += case(rng)
    for count in range(1, 4):
        rt.fail_at(count)
        try:
            counts_and_places(np.arange(5.0), np.arange(4.0), np.float64(3))
        except Exception as failure:
            assert "MemoryError" in str(failure), failure
        assert rt.live() == 0, rt.live()
    rt.fail_at(0)
    assert total > 1000, total
    print("bins_oracle: all equal")


main()
