"""Rows of indexing, selection, sorting, searching, counting and sets."""
ORDER = {"differs: strides": "values are NumPy's, their order in memory is not in all cases"}


def indexing(row):
    row("*indexing", "{a:3x5}[{0|-1|1:|::-1|1::2|...}, {1|-2|:3|::2|[0, 2, 1]}]", "{a}[{0|-1|...|None}]", "{a:2x3x4}[{0|:|[1, 0]}, {1:|[0, 2]}, {::2|[1, 3]}]",
        "{a:3x5}[{b:?,3x5}]", "{a:3x5}[{b:?,3}]", "{a:3x5}[:, {b:?,5}]", "{a:3x5}[{b:int64,4,index}]", "{a:3x5}[{b:int64,2x2,index}, 1]", "{a:3x5}[{3|-4}]", "{a:3x5}[1, {5|-6}]",
        "{a:3x5}[[0, {3|-4}]]", "{a:3x5}[{b:?,4}]", "{a:2x3x4}[{b:int64,2,index}[:1] * 0, :, 1]", "{a:2x3x4}[:, {b:int64,4,index}, {c:int64,4,index}]", "{a:2x3x4}[[1, 0], :, [1, 3]]",
        "{a:3x5}[np.array([], dtype=int)]", "{a:3x5}[{b:uint8,4,index}]", "{a:3x5}[{b:int8,4,index}, {c:int16,4,index}]", "{a}[{b:like} > 0]", ranks=(1, 2, 3),
        layouts=["C", "F", "transposed", "negative", "strided", "broadcast", "huge"])
    row("*stores", "x = {a:3x5}.copy(); x[{0|-1|1:|::-1|...}, {1|:3|::2|[0, 2, 1]}] = {s}; x", "x = {a:3x5}.copy(); x[{b:?,3x5}] = {s}; x", "x = {a:3x5}.copy(); x[{b:?,3}] = {c:5}; x",
        "x = {a:3x5}.copy(); x[{b:int64,4,index}] = {c:4x5}; x", "x = {a:3x5}.copy(); x[1:, ::2] = {b:2x3,mixed}; x", "x = {a:3x5}.copy(); x[:2] += {b:5}; x", "x = {a:3x5}.copy(); x[[0, 2]] *= 2; x",
        "x = {a:3x5}.copy(); x[:, 1] -= x[:, 2]; x", "x = {a:3x5}.copy(); x[x > 0] = 1; x", "x = {a:3x5}.copy(); x[{3|-4}] = 0; x", "x = {a:3x5}.copy(); x[0] = {b:4}; x",
        "x = {a:3x5}.copy(); x[[0, {3|-4}]] = 1; x", "x = {a:2x3x4}.copy(); x[:, [0, 2], 1] = {b:2x2}; x", "x = {a:3x5}.copy(); x[{b:?,3x5}] = {c:15}[x[{b:?,3x5}].size * 0:x[{b:?,3x5}].size]; x",
        ranks=(2,), values=("plain", "ties"), layouts=["C", "F", "transposed", "negative", "strided", "broadcast"])
    row("numpy.take", "np.{f}({a}, {b:int64,4,index})", "np.{f}({a:3x5}, [0, 2, 1], axis={ax})", "np.{f}({a:3x5}, {1|-1}, axis={ax})", "np.{f}({a:7}, [0, {9|-8}])", "np.{f}({a:7}, [0, 9, -1], mode='{clip|wrap}')",
        "np.{f}({a:3x5}, {b:int64,2x2,index}, axis={ax})", ranks=(1, 2, 3), layouts=["C", "F", "transposed", "negative", "strided", "broadcast", "huge"])
    row("numpy.put", "x = {a}.copy(); np.{f}(x, [0, 1], {s}); x", "x = {a:7}.copy(); np.{f}(x, [0, {3|-1}], {b:2}); x", "x = {a:7}.copy(); np.{f}(x, [{9|-8}], 1); x", "x = {a:7}.copy(); np.{f}(x, [9, 1], 1, mode='{clip|wrap}'); x",
        ranks=(2,), layouts=["C", "F", "negative", "strided"])
    row("numpy.take_along_axis", "np.{f}({a:3x5}, {b:int64,3x5,index}, axis={ax})", "np.{f}({a:7}, {b:int64,4,index}, 0)", "np.{f}({a:3x5}, np.argsort({a:3x5}, axis=1), axis=1)", ranks=(2,))
    row("numpy.put_along_axis", "x = {a:3x5}.copy(); np.{f}(x, {b:int64,3x1,index}, {s}, axis=1); x", "x = {a:3x5}.copy(); np.{f}(x, np.argmax(x, axis=0, keepdims=True), 9, axis=0); x", ranks=(2,))
    row("numpy.choose", "np.{f}({a:index}, [{b:like}, {c:like}, {d:like}])", "np.{f}({a:index}, (1, 2.5, 3))", "np.{f}(np.array([0, 3]), [1, 2])", dtypes="i", ranks=(1, 2))
    row("numpy.select", "np.{f}([{a} > 1, {a} < 0], [{b:like}, {c:like}])", "np.{f}([{a} > 1, {a} < 0], [{a}, 2], default={7|1.5})", ranks=(0, 1, 2, 3),
        known={**ORDER, "no error .*same_kind": "Python's ints are cast as int64 by NumPy, and not where they are unsigned"})
    row("numpy.compress", "np.{f}({b:?,3}, {a:3x5}, axis=0)", "np.{f}({b:?,4}, {a:3x5}, axis=1)", "np.{f}([True, False, True], {a})", ranks=(2,), layouts=["C", "F", "transposed", "negative", "strided", "broadcast"])
    row("ndarray.compress", "{a:3x5}.{f}({b:?,3}, axis=0)", "{a:7}.{f}({b:?,7})", ranks=(2,))
    row("numpy.piecewise", "np.{f}({a}, [{a} < 0, {a} >= 2], [{1|-1}, 3])", "np.{f}({a}, [{a} < 0], [lambda v: -v, lambda v: v * 2])", ranks=(1, 2), dtypes="if")
    row("numpy.apply_over_axes", "np.{f}(np.sum, {a:2x3x4}, [0, 2])", "np.{f}(np.max, {a:3x4}, {ax})", ranks=(2,))
    row("numpy.packbits", "np.{f}({a})", "np.{f}({a}, axis={ax})", "np.{f}({a:12}, bitorder='little')", dtypes="? iu", ranks=(1, 2))
    row("numpy.unpackbits", "np.{f}({a})", "np.{f}({a:3x5}, axis={ax})", "np.{f}({a:4}, bitorder='little')", dtypes="uint8", ranks=(1, 2), known=ORDER)
    row("numpy.extract", "np.{f}({a} > 0, {a})", "np.{f}({b:?,like}, {a})", ranks=(1, 2, 3))
    row("numpy.place", "x = {a}.copy(); np.{f}(x, x > 0, [{s}, {s}]); x", ranks=(1, 2))
    row("numpy.putmask", "x = {a}.copy(); np.{f}(x, x > 0, {s}); x", "x = {a}.copy(); np.{f}(x, {b:?,like}, {c:3}); x", ranks=(1, 2))
    row("numpy.copyto", "x = {a}.copy(); np.{f}(x, {b:like}); x", "x = {a}.copy(); np.{f}(x, {s}, where={b:?,like}); x", "x = np.zeros({shape}); np.{f}(x, {a}); x", ranks=(1, 2))
    row("numpy.where", "np.{f}({a} > 0, {b:like}, {c:mixed})", "np.{f}({b:?}, {a}, {1|2.5})", "np.{f}({a}, {s}, {s})", ranks=(0, 1, 2, 3))
    row("numpy.where", "np.{f}({a})", ranks=(1, 2, 3), strides=False)
    row("numpy.nonzero", "np.{f}({a})", ranks=(1, 2, 3), strides=False)  # NumPy's are columns of one array
    row("numpy.flatnonzero numpy.argwhere", "np.{f}({a})", ranks=(1, 2, 3))
    row("ndarray.nonzero", "{a}.{f}()", ranks=(1, 2, 3), strides=False)
    row("numpy.fill_diagonal", "x = {a:4x4}.copy(); np.{f}(x, {s}); x", "x = {a:3x5}.copy(); np.{f}(x, {b:2}); x", ranks=(2,))
    row("numpy.apply_along_axis", "np.{f}(lambda v: v.sum(), {ax}, {a})", "np.{f}(lambda v: v[::-1] * 2, {ax}, {a})", ranks=(1, 2, 3), layouts=["C", "F", "negative"])
    row("numpy.ndenumerate", "[(i, v) for i, v in np.{f}({a})]", ranks=(1, 2), dtypes="if", layouts=["C", "F"])
    row("numpy.ndindex", "[i for i in np.{f}(2, 3)]", "[i for i in np.{f}({a}.shape)]", ranks=(1, 2), dtypes="f", layouts=["C"])


# Of equal elements that are not the same (0.0 and -0.0) NumPy's sorts leave now one, now the other first:
# tol compares without the sign of zero.
def order(row):
    row("numpy.sort", "np.{f}({a})", "np.{f}({a}, axis={axis})", "np.{f}({a}, kind='{stable|heapsort|mergesort}')", "np.{f}({a}, axis={badaxis})", ranks=(1, 2, 3), tol=1e-6)
    row("numpy.argsort", "np.{f}({a}, kind='stable')", "np.{f}({a}, axis={axis}, kind='stable')", "np.{f}({a}, stable=True)", ranks=(1, 2, 3), tol=1e-6)
    row("ndarray.sort", "x = {a}.copy(); x.{f}(); x", "x = {a}.copy(); x.{f}(axis={ax}); x", "x = {a:4x6}.copy(); x[:, ::2].sort(axis=0); x", ranks=(1, 2, 3), tol=1e-6)
    row("ndarray.argsort", "{a}.{f}(kind='stable')", "{a}.{f}({ax}, kind='stable')", ranks=(1, 2, 3), tol=1e-6)
    row("numpy.partition", "np.sort(np.{f}({a:7}, {3|-4})[:3])", "np.{f}({a:7}, 0)[0]", "np.{f}({a:7}, -2)[5]", "np.{f}({a:7}, 9)", "np.{f}({a:3x5}, 2, axis={ax}).shape", ranks=(1,), tol=1e-6)
    row("numpy.argpartition", "{a:7}[np.{f}({a:7}, 3)][3]", "np.{f}({a:3x5}, 1, axis={ax}).shape", ranks=(1,), tol=1e-6)
    row("ndarray.partition", "x = {a:7}.copy(); x.{f}(3); x[3]", ranks=(1,), tol=1e-6)
    row("ndarray.argpartition", "{a:7}[{a:7}.{f}(2)][2]", ranks=(1,), tol=1e-6)
    row("numpy.lexsort", "np.{f}(({a:ties}, {b:like,ties}))", "np.{f}([{a:ties}, {a:ties}])", ranks=(1, 2), tol=1e-6)
    row("numpy.searchsorted", "np.{f}(np.sort({a:12}), {b:mixed})", "np.{f}(np.sort({a:12}), {b}, side='{right|left}')", "np.{f}(np.sort({a:12}), {s})", ranks=(1,), tol=1e-6)
    row("ndarray.searchsorted", "np.sort({a:12}).{f}({b}, side='{right|left}')", ranks=(1,), tol=1e-6)
    row("numpy.digitize", "np.{f}({a}, [-1, 0, 2.5])", "np.{f}({a}, np.array([3, 1, -2]), right={True|False})", "np.{f}({a}, [1, 3, 2])", ranks=(1, 2), dtypes="iuf")
    row("numpy.unique", "np.{f}({a})", "np.{f}({a}, return_index=True, return_inverse=True, return_counts=True)", "np.{f}({a}, return_counts=True)", "np.{f}({a:4x4}, axis={0|1})", "np.{f}({a}, return_inverse=True)", ranks=(1, 2), tol=1e-6)
    row("numpy.isin", "np.{f}({a}, {b:mixed})", "np.{f}({a}, [1, 0, 2], invert=True)")
    row("numpy.union1d numpy.intersect1d numpy.setdiff1d numpy.setxor1d", "np.{f}({a}, {b})", "np.{f}({a}, {b:mixed})", ranks=(1, 2), tol=1e-6)
    row("numpy.bincount", "np.{f}({a:index})", "np.{f}({a:index}, minlength=5)", "np.{f}({a:index,7}, weights={b:7,f})", "np.{f}({a:7,plain})", dtypes="iu?", ranks=(1,))
    row("numpy.histogram", "np.{f}({a})", "np.{f}({a}, {5|3}, range=(-2, {4|5}))", "np.{f}({a}, [-3, -1, 0, 2])", "np.{f}({a}, 4, density=True)", "np.{f}({a}, 4, weights={b:like,plain,f})", ranks=(1, 2), dtypes="iuf", values=("plain", "ties"), tol=4)
    row("numpy.histogram_bin_edges", "np.{f}({a})", "np.{f}({a}, {5|3}, range=(-2, 4))", ranks=(1, 2), dtypes="iuf", values=("plain", "ties"), tol=4)
    row("numpy.sort_complex", "np.{f}({a})", ranks=(1, 2), tol=1e-6, known=ORDER)
    row("numpy.histogramdd", "np.{f}(({a:12}, {b:12}), 3)", ranks=(2,), dtypes="iuf", values=("plain", "ties"), tol=4, strides=False)
    row("numpy.histogram2d", "np.{f}({a:12}, {b:12}, 3)", "np.{f}({a:12}, {b:12}, (2, 3), range=((-2, 4), (0, 3)))", ranks=(1,), dtypes="iuf", values=("plain", "ties"), tol=4, strides=False)
    row("numpy.interp", "np.{f}({a}, [-2, 0, 1.5], [3, 4, {-1|7}])", "np.{f}({a}, [-2, 0, 1.5], {b:3,f}, left=-9, right=9)", "np.{f}({s}, [0, 1], [2, 3])", "np.{f}({a}, [0, 1, 2], [3, 1, 2], period=3)", ranks=(0, 1, 2), dtypes="iuf", tol=2)


def polynomials(row):
    values = ("small", "plain")
    row("numpy.polyval", "np.{f}({a:4}, {b})", "np.{f}({a:4}, {2|0.5})", ranks=(1,), values=values, tol=8)
    row("numpy.polyadd numpy.polysub", "np.{f}({a:4}, {b:3})", "np.{f}({a:4}, {b:4,mixed})", ranks=(1,), values=values)
    row("numpy.polymul", "np.{f}({a:4}, {b:3})", "np.{f}({a:4}, {b:4,mixed})", ranks=(1,), values=values, tol=8)
    row("numpy.polydiv", "np.{f}({a:4,positive}, {b:3,positive})", ranks=(1,), values=values, dtypes="f", tol=64)
    row("numpy.poly", "np.{f}({a:3})", ranks=(1,), values=values, dtypes="iuf", tol=64)
    row("numpy.roots", "w = np.{f}({a:4,positive}); np.sort(np.abs(w))", ranks=(1,), dtypes="float64", tol=1e6, top=True)
    row("numpy.polyder", "np.{f}({a:4})", "np.{f}({a:4}, {2|1})", ranks=(1,), values=values, dtypes="iufc")
    row("numpy.polyint", "np.{f}({a:4})", "np.{f}({a:4}, 2)", "np.{f}({a:4}, k={3|1.5})", ranks=(1,), values=values, dtypes="iufc")
    row("numpy.polyfit", "np.{f}(np.arange(7), {a:7}, {1|2})", ranks=(1,), values=values, dtypes="iuf float64", tol=512)


def add(table):
    for group in indexing, order, polynomials:
        group(table.row)
