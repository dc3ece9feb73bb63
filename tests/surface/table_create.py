"""Rows of creation, dtypes, constants, grids and index helpers."""
ONCE = {"dtypes": "f", "ranks": (0,), "layouts": ["C"]}


def creation(row):
    row("numpy.zeros numpy.ones", "np.{f}({0|3})", "np.{f}((2, {3|0}))", "np.{f}((2, 3, 1), dtype={dtype})", "np.{f}(4, {dtype})", "np.{f}((-1, 2))", "np.{f}([2, 2], dtype=int)", **ONCE)
    row("numpy.empty", "np.{f}((2, {3|0})).shape", "np.{f}(3, dtype={dtype}).dtype", **ONCE)
    row("numpy.full", "np.{f}({0|3}, {2|2.5|1j|True})", "np.{f}((2, 3), {2|2.5}, dtype={dtype})", "np.{f}((2, 2), {s})", **ONCE)
    row("numpy.zeros_like numpy.ones_like", "np.{f}({a})", "np.{f}({a}, dtype={dtype})", "np.{f}({a}, shape=(2, 5))", ranks=(0, 1, 2, 3))
    row("numpy.empty_like", "np.{f}({a}).strides", "np.{f}({a}, dtype={dtype}).dtype", ranks=(1, 2, 3), layouts=["C", "F", "transposed", "negative", "strided", "broadcast", "huge"])
    row("numpy.full_like", "np.{f}({a}, {2|1})", "np.{f}({a}, 2.5, dtype={dtype})", "np.{f}({a}, {s}, shape=(2, 3))", ranks=(0, 1, 2, 3))
    row("numpy.arange", "np.{f}({5|0|-3})", "np.{f}(2, {9|2})", "np.{f}(1.5, 7, {2|0.75})", "np.{f}(10, 0, {-3|-2.5})", "np.{f}(6, dtype={dtype:iufc})", "np.{f}(0, 1, 0)", "np.{f}(np.float32(3))", "np.{f}(2, 8, 2, dtype=np.float32)", **ONCE)
    row("numpy.linspace", "np.{f}(0, {1|7.5})", "np.{f}(2, -3, {5|1|0})", "np.{f}(0, 10, 4, endpoint=False)", "np.{f}(0, 10, 5, dtype={dtype:if})", "np.{f}(0, 1, 5, retstep=True)", "np.{f}(1 + 2j, 3, 4)", "np.{f}({a:3,plain}, 5, 4)",
        "np.{f}({a:3,plain}, {b:3,plain}, 4, axis={0|1|-1})", "np.{f}(0, 1, -2)", **ONCE)
    row("numpy.logspace", "np.{f}(0, {2|3.5}, 5)", "np.{f}(0, 2, 4, base=2)", "np.{f}(1, 3, 4, endpoint=False)", "np.{f}(0, 3, 4, dtype={dtype:if})", ulp=4, **ONCE)
    row("numpy.geomspace", "np.{f}(1, {1000|50.5}, 4)", "np.{f}(-2, -32, 5)", "np.{f}(1, 256, 9, dtype=int)", "np.{f}(2, 9, 4, endpoint=False)", ulp=4, **ONCE)
    row("numpy.eye", "np.{f}({3|0})", "np.{f}(3, {4|2})", "np.{f}(3, k={1|-2})", "np.{f}(2, dtype={dtype})", **ONCE)
    row("numpy.identity", "np.{f}({3|0})", "np.{f}(2, {dtype})", **ONCE)
    row("numpy.tri", "np.{f}(3)", "np.{f}(3, {4|2}, {1|-1})", "np.{f}(3, dtype={dtype})", **ONCE)
    row("numpy.vander", "np.{f}({a:4})", "np.{f}({a:4}, {3|5})", "np.{f}({a:4}, increasing=True)", ranks=(1,), values=("small",))
    row("numpy.meshgrid", "np.{f}({a:3}, {b:4,mixed})", "np.{f}({a:3}, {b:2}, {c:4}, indexing='{ij|xy}')", "np.{f}({a:3}, {b:4}, sparse=True)", ranks=(1,))
    row("numpy.indices", "np.{f}((2, 3))", "np.{f}((2, 3), dtype={dtype:if})", "np.{f}((4,))", "np.{f}((2, 3), sparse=True)", **ONCE)
    row("numpy.fromfunction", "np.{f}(lambda i, j: i * 3 + j, (2, 3))", "np.{f}(lambda i, j: i == j, (3, 3), dtype=int)", **ONCE)
    row("numpy.ix_", "np.{f}([0, 2], [1, 3, 0])", "{a:3x4}[np.{f}([0, 2], [1, 3, 0])]", "{a:3x4}[np.{f}({b:?,3}, [1, 3])]", ranks=(2,))
    row("numpy.bartlett numpy.blackman numpy.hamming numpy.hanning", "np.{f}({1|0|7|12})", tol=4, **ONCE)
    row("numpy.diag_indices", "np.{f}(3)", "np.{f}(3, 3)", **ONCE)
    row("numpy.tril_indices numpy.triu_indices", "np.{f}(3)", "np.{f}(4, {1|-1})", "np.{f}(3, 1, 5)", **ONCE)
    row("numpy.tril_indices_from numpy.triu_indices_from", "np.{f}({a:3x4})", "np.{f}({a:4x4}, {1|-1})", ranks=(2,))
    row("numpy.unravel_index", "np.{f}({5|0|11}, (3, 4))", "np.{f}({a:int64,4,index}, (3, 4))", "np.{f}(12, (3, 4))", "np.{f}(7, (3, 4), order='F')", strides=False, **ONCE)
    row("numpy.ravel_multi_index", "np.{f}((2, 3), (3, 4))", "np.{f}(({a:int64,4,index}, {b:int64,4,index}), (3, 4))", "np.{f}((3, 1), (3, 4))", "np.{f}((3, -1), (3, 4), mode='{clip|wrap}')", "np.{f}((2, 3), (3, 4), order='F')", **ONCE)


def grids(row):
    row("numpy.mgrid numpy.ogrid", "np.{f}[0:3, 1:{4|7:2}]", "np.{f}[0:5]", "np.{f}[-1:1:5j]", "np.{f}[0:1:3j, 0:2]", **ONCE)
    row("numpy.r_", "np.{f}[1, 2, {a:3}]", "np.{f}[0:6:2, {a:3}]", "np.{f}[{a:3x4}, {b:2x4}]", ranks=(1,), layouts=["C"])
    row("numpy.c_", "np.{f}[{a:3}, {b:3}]", "np.{f}[{a:3x4}, {b:3}]", ranks=(1,), layouts=["C"], strides=False)
    row("numpy.s_ numpy.index_exp", "{a:3x5}[np.{f}[1:, ::2]]", "{a:7}[np.{f}[2]]", ranks=(1,), layouts=["C"])
    row("numpy.kaiser", "np.{f}({1|7|12}, {0|5|8.5})", tol=8, **ONCE)
    row("numpy.i0", "np.{f}({a})", dtypes="iuf", values=("plain", "unit", "small"), ranks=(0, 1, 2), ulp=8)
    row("numpy.mask_indices", "np.{f}(3, np.{triu|tril})", "np.{f}(4, np.triu, 1)", strides=False, **ONCE)
    row("numpy.diag_indices_from", "np.{f}({a:4x4})", ranks=(2,))
    row("numpy.binary_repr", "np.{f}({5|0|-3|255})", "np.{f}({5|3}, 8)", **ONCE)
    row("numpy.base_repr", "np.{f}({5|0|-35|255}, {2|16|7})", **ONCE)


def dtypes(row):
    row("numpy.dtype", "np.{f}({dtype})", "np.{f}('{f4|int16|complex|c8|bool|u1|i8|d}') == {dtype}", **ONCE)
    row("dtype.name dtype.itemsize dtype.kind", "{a}.dtype.{f}", ranks=(1,), layouts=["C"])
    row("numpy.finfo", "np.{f}(np.{float16|float32|float64|complex64}).eps", **ONCE)
    row("finfo.bits finfo.dtype finfo.eps finfo.epsneg finfo.max finfo.min finfo.nmant finfo.precision finfo.resolution finfo.smallest_normal finfo.smallest_subnormal finfo.tiny",
        "np.finfo(np.{float16|float32|float64|complex64|complex128}).{f}", **ONCE)
    row("numpy.iinfo iinfo.bits iinfo.dtype iinfo.max iinfo.min", "np.iinfo({dtype:iu}).{max|min|bits|dtype}", refuse={r"uint64\)\.max": "2**64 - 1 is no int of 64 bits"}, **ONCE)
    row("numpy.promote_types", "np.{f}({dtype}, {dtype})", **ONCE)
    row("numpy.result_type", "np.{f}({a}, {b:mixed})", "np.{f}({a}, {1|2.5|1j})", "np.{f}({dtype}, {dtype}, {a})", ranks=(0, 1), layouts=["C"])
    row("numpy.can_cast", "np.{f}({dtype}, {dtype})", "np.{f}({dtype}, {dtype}, casting='{safe|same_kind|unsafe|no|equiv}')", **ONCE)
    row("dtype.alignment dtype.byteorder dtype.char dtype.hasobject dtype.isnative dtype.ndim dtype.num dtype.shape dtype.str", "{a}.dtype.{f}", ranks=(1,), layouts=["C"])
    row("dtype.base dtype.names", "{a}.dtype.{f}", ranks=(1,), layouts=["C"])
    row("finfo.iexp finfo.machep finfo.maxexp finfo.minexp finfo.negep finfo.nexp", "np.finfo(np.{float16|float32|float64|complex64}).{f}", **ONCE)
    row("numpy.isdtype", "np.{f}({dtype}, '{integral|real floating|numeric|bool|signed integer}')", **ONCE)
    row("numpy.min_scalar_type", "np.{f}({0|-1|300|70000|2.5|1j|True|-40000|1e300})", **ONCE)
    row("numpy.common_type", "np.dtype(np.{f}({a}))", "np.dtype(np.{f}({a}, {b:mixed}))", dtypes="iufc", ranks=(1,), layouts=["C"])
    row("numpy.iterable", "np.{f}({a})", "np.{f}(3)", "np.{f}([1])", ranks=(0, 1), layouts=["C"])
    row("numpy.little_endian", "np.{f}", **ONCE)
    row("numpy.issubdtype", "np.{f}({dtype}, np.{integer|floating|number|inexact|signedinteger|complexfloating|generic|int64})", **ONCE)
    row("numpy.isscalar", "np.{f}({s})", "np.{f}({a})", ranks=(0, 1), layouts=["C"])
    row("numpy.iscomplexobj numpy.isrealobj", "np.{f}({a})", "np.{f}({s})", layouts=["C"])
    row("numpy.complexfloating numpy.floating numpy.generic numpy.inexact numpy.integer numpy.ndarray numpy.number numpy.signedinteger numpy.unsignedinteger",
        "isinstance({s:plain}, np.{f})", "isinstance({a}, np.{f})", ranks=(0, 1), layouts=["C"])
    row("numpy.pi numpy.e numpy.inf numpy.nan numpy.euler_gamma numpy.True_ numpy.False_", "np.{f}", "np.{f} * {a}", "np.{f} + {s}", ranks=(1,), layouts=["C"])
    row("numpy.newaxis", "{a}[np.{f}]", "{a}[..., np.{f}]", "{a}[:, np.{f}]", ranks=(1, 2), layouts=["C", "F", "negative"])


def add(table):
    creation(table.row)
    grids(table.row)
    dtypes(table.row)
