"""Rows of reductions, scans, order statistics, differences and products of sums."""
EMPTY = {"_empty.*(refused: IndexError|differs)": "quantiles of nothing",
         r"(quantile|percentile).*differs: (values|dtype)": "infinities beside the position; integers at an int 0 or 1"}
ORDER = {"differs: strides": "values are NumPy's, their order in memory is not in all cases"}


def reductions(row):
    row("numpy.sum numpy.prod numpy.mean", "np.{f}({a})", "np.{f}({a}, axis={axes})", "np.{f}({a}, axis={axes}, keepdims=True)",
        "np.{f}({a}, axis={axis}, dtype={dtype:fci})", "np.{f}({a}, axis={badaxis})", "np.{f}({a}, axis={axis}, where={b:?,like})",
        "np.{f}({s})", ranks=(0, 1, 2, 3, 5))
    row("numpy.sum numpy.prod", "np.{f}({a}, axis={axes}, initial={2|1.5})", "x = np.zeros({b:C,like}.shape); np.{f}({a}, axis=0, out=x[0]); x",
        "np.{f}([{s}, {s}, {s}])", ranks=(1, 2, 3))
    row("numpy.max numpy.amax numpy.min numpy.amin", "np.{f}({a})", "np.{f}({a}, axis={axes}, keepdims={True|False})", "np.{f}({a}, axis={axes})",
        "np.{f}({a}, axis={badaxis})", "np.{f}({a}, axis={axis}, initial={0|3})", "np.{f}({a}, axis={axis}, initial=1, where={b:?,like})",
        "np.{f}({s})", ranks=(0, 1, 2, 3, 5))
    row("numpy.all numpy.any", "np.{f}({a})", "np.{f}({a}, axis={axes}, keepdims={True|False})", "np.{f}({a}, axis={axis}, where={b:?,like})", "np.{f}({s})",
        "np.{f}({a}, axis={badaxis})", ranks=(0, 1, 2, 3, 5))
    row("numpy.argmax numpy.argmin", "np.{f}({a})", "np.{f}({a}, axis={axis})", "np.{f}({a}, axis={axis}, keepdims=True)", "np.{f}({a}, axis={badaxis})", ranks=(0, 1, 2, 3))
    row("numpy.count_nonzero", "np.{f}({a})", "np.{f}({a}, axis={axes})", "np.{f}({a}, axis={axes}, keepdims=True)", ranks=(0, 1, 2, 3))
    row("ndarray.sum ndarray.prod ndarray.mean ndarray.max ndarray.min ndarray.all ndarray.any", "{a}.{f}()", "{a}.{f}(axis={axes})", "{a}.{f}({axis}, keepdims=True)",
        "{a}.{f}(axis={badaxis})", ranks=(0, 1, 2, 3))
    row("ndarray.argmax ndarray.argmin", "{a}.{f}()", "{a}.{f}({axis})", "{a}.{f}(axis={ax}, keepdims=True)", ranks=(1, 2, 3))
    row("numpy.var numpy.std", "np.{f}({a})", "np.{f}({a}, axis={axes})", "np.{f}({a}, axis={axis}, ddof=1, keepdims=True)", "np.{f}({a}, axis={ax}, dtype={dtype:f})",
        ranks=(0, 1, 2, 3))
    row("numpy.ptp", "np.{f}({a})", "np.{f}({a}, axis={axes})", "np.{f}({a}, axis={axis}, keepdims=True)", ranks=(1, 2, 3))
    row("numpy.average", "np.{f}({a})", "np.{f}({a}, axis={axis})", "np.{f}({a}, weights={b:like,positive})", "np.{f}({a}, axis={ax}, weights={b:like,positive,mixed})",
        "np.{f}({a:4x4}, axis={ax}, weights={b:4,positive,f})", "np.{f}({a}, axis={ax}, weights={b:like,positive}, returned=True)", ranks=(1, 2, 3))
    row("numpy.nansum numpy.nanprod numpy.nanmean numpy.nanmax numpy.nanmin", "np.{f}({a})", "np.{f}({a}, axis={axes})", "np.{f}({a}, axis={axis}, keepdims=True)", ranks=(0, 1, 2, 3))
    row("numpy.nanvar numpy.nanstd", "np.{f}({a})", "np.{f}({a}, axis={axes})", "np.{f}({a}, axis={axis}, ddof=1, keepdims=True)", ranks=(0, 1, 2, 3))
    row("numpy.nanargmax numpy.nanargmin", "np.{f}({a})", "np.{f}({a}, axis={axis})", ranks=(1, 2, 3))
    row("numpy.median numpy.nanmedian", "np.{f}({a})", "np.{f}({a}, axis={axis})", "np.{f}({a}, axis={axes}, keepdims=True)", ranks=(0, 1, 2, 3), dtypes="?iuf", tol=1e-6, known=EMPTY)
    row("numpy.nanquantile", "np.{f}({a}, {0.25|0.5|0|1})", "np.{f}({a}, [0.1, 0.75], axis={axis})", "np.{f}({a}, {0.3|0.8}, axis={ax}, keepdims=True)", ranks=(1, 2, 3), dtypes="iuf", known={**ORDER, **EMPTY})
    row("numpy.nanpercentile", "np.{f}({a}, {25|50|0|100})", "np.{f}({a}, [10, 75.5], axis={axis})", ranks=(1, 2, 3), dtypes="iuf", known={**ORDER, **EMPTY})
    row("numpy.quantile", "np.{f}({a}, {0.25|0.5|0|1})", "np.{f}({a}, [0.1, 0.75], axis={axis})", "np.{f}({a}, {0.3|0.8}, axis={ax}, keepdims=True)",
        "np.{f}({a}, 0.4, method='{linear|lower|higher|nearest|midpoint}')", "np.{f}({a}, 1.5)", ranks=(1, 2, 3), dtypes="iuf", known={**ORDER, **EMPTY})
    row("numpy.percentile", "np.{f}({a}, {25|50|0|100})", "np.{f}({a}, [10, 75.5], axis={axis})", "np.{f}({a}, {30|80}, axis={ax}, keepdims=True)",
        "np.{f}({a}, -5)", ranks=(1, 2, 3), dtypes="iuf", known={**ORDER, **EMPTY})


def scans(row):
    row("numpy.cumsum numpy.cumprod", "np.{f}({a})", "np.{f}({a}, axis={axis})", "np.{f}({a}, axis={ax}, dtype={dtype:fic})", "np.{f}({a}, axis={badaxis})", ranks=(0, 1, 2, 3))
    row("ndarray.cumsum ndarray.cumprod", "{a}.{f}()", "{a}.{f}(axis={axis})", ranks=(0, 1, 2, 3))
    row("numpy.nancumsum numpy.nancumprod", "np.{f}({a})", "np.{f}({a}, axis={axis})", ranks=(0, 1, 2, 3))
    row("numpy.cumulative_sum numpy.cumulative_prod", "np.{f}({a}, axis={ax})", "np.{f}({a:12})", ranks=(1, 2, 3), known=ORDER)
    row("numpy.cumulative_sum", "np.{f}({a}, axis={ax}, include_initial=True)", ranks=(1, 2, 3), known=ORDER)
    row("numpy.diff", "np.{f}({a})", "np.{f}({a}, axis={ax})", "np.{f}({a}, n={2|0}, axis={ax})", "np.{f}({a:7}, prepend={0|1.5}, append=4)", "np.{f}({a}, axis={badaxis})",
        "np.{f}({a}, n=-1)", ranks=(1, 2, 3))
    row("numpy.ediff1d", "np.{f}({a})", "np.{f}({a}, to_end={s}, to_begin={s})", ranks=(1, 2), known={"no error .*same_kind": "casts of to_begin and to_end are not checked"})
    row("numpy.gradient", "np.{f}({a:7})", "np.{f}({a:7}, {2|0.5})", "np.{f}({a:4x4})", "np.{f}({a:4x4}, axis={ax})", "np.{f}({a:12}, np.arange(12) ** 2)",
        "np.{f}({a:4x4}, 2, axis={ax}, edge_order=2)", ranks=(1, 2), dtypes="iufc", tol=2, known=ORDER)
    row("numpy.trapezoid", "np.{f}({a})", "np.{f}({a}, axis={ax})", "np.{f}({a}, dx={2|0.5}, axis={ax})", "np.{f}({a:7}, {b:7,f})", ranks=(1, 2, 3), tol=2)


def related(row):
    row("numpy.cov", "np.{f}({a:3x5})", "np.{f}({a:3x5}, rowvar=False)", "np.{f}({a:7}, {b:7})", "np.{f}({a:3x5}, bias=True)", "np.{f}({a:3x5}, ddof={0|2})", ranks=(2,),
        dtypes="iufc", values=("plain", "small"), tol=16)
    row("numpy.corrcoef", "np.{f}({a:3x5})", "np.{f}({a:3x5}, rowvar=False)", "np.{f}({a:7}, {b:7})", ranks=(2,), dtypes="iufc", values=("plain",), tol=16)
    row("numpy.convolve", "np.{f}({a:7}, {b:4})", "np.{f}({a:7}, {b:4,mixed}, '{full|same|valid}')", "np.{f}({a:4}, {b:7})", ranks=(1,), values=("plain", "small"), tol=8)
    row("numpy.correlate", "np.{f}({a:7}, {b:4})", "np.{f}({a:7}, {b:4,mixed}, '{full|same|valid}')", "np.{f}({a:4}, {b:7})", ranks=(1,), values=("plain", "small"), tol=8)
    row("numpy.dot", "np.{f}({a:7}, {b:7})", "np.{f}({a:3x4}, {b:4x5})", "np.{f}({a:3x4}, {b:4})", "np.{f}({a}, {s})", "np.{f}({a:2x3x4}, {b:4x3})", "np.{f}({a:7}, {b:4})",
        ranks=(0, 1, 2, 3), values=("plain", "small"), tol=8)
    row("numpy.matmul", "np.{f}({a:7}, {b:7})", "np.{f}({a:3x4}, {b:4x5})", "np.{f}({a:2x3x4}, {b:4x3})", "np.{f}({a:2x3x4}, {b:2x4x3,mixed})", "np.{f}({a:3x4}, {b:3x4})",
        "np.{f}({a:4}, {b:4x3})", "np.{f}({a:3x4}, {b:4})", ranks=(1, 2, 3), values=("plain", "small"), tol=8)
    row("numpy.vdot", "np.{f}({a:7}, {b:7})", "np.{f}({a:3x4}, {b:4x3})", ranks=(1,), values=("plain", "small"), tol=8)
    row("numpy.inner", "np.{f}({a:7}, {b:7})", "np.{f}({a:3x4}, {b:5x4})", "np.{f}({a:2x3x4}, {b:4})", ranks=(1,), values=("plain", "small"), tol=8)
    row("numpy.outer", "np.{f}({a:7}, {b:4})", "np.{f}({a:3x4}, {b:2,mixed})", ranks=(1,))
    row("numpy.tensordot", "np.{f}({a:3x4}, {b:4x5}, axes=1)", "np.{f}({a:2x3x4}, {b:3x4x2}, axes=2)", "np.{f}({a:2x3x4}, {b:4x3x5}, axes=([1, 2], [1, 0]))",
        "np.{f}({a:3}, {b:4}, axes=0)", ranks=(2,), values=("plain", "small"), tol=8)
    row("numpy.vecdot", "np.{f}({a:3x4}, {b:3x4})", "np.{f}({a:3x4}, {b:4})", "np.{f}({a:3x4}, {b:3x4}, axis=0)", ranks=(2,), values=("plain", "small"), tol=8)
    row("numpy.matvec", "np.{f}({a:3x4}, {b:4})", "np.{f}({a:2x3x4}, {b:2x4})", ranks=(2,), values=("plain", "small"), tol=8)
    row("numpy.vecmat", "np.{f}({a:3}, {b:3x4})", "np.{f}({a:2x3}, {b:2x3x4})", ranks=(2,), values=("plain", "small"), tol=8)
    row("numpy.kron", "np.{f}({a:3}, {b:4})", "np.{f}({a:3x4}, {b:2x2})", "np.{f}({a:3x4}, {b:2})", ranks=(1,))
    row("numpy.cross", "np.{f}({a:3}, {b:3})", "np.{f}({a:4x3}, {b:3})", "np.{f}({a:4x3}, {b:4x3,mixed})", "np.{f}({a:4}, {b:4})", ranks=(1,), dtypes="iufc")
    row("numpy.trace", "np.{f}({a})", "np.{f}({a}, offset={1|-1})", "np.{f}({a}, axis1=1, axis2=0)", "np.{f}({a:2x3x4}, 0, 1, 2)", ranks=(2, 3))
    row("numpy.einsum", "np.{f}('ij,jk->ik', {a:3x4}, {b:4x5})", "np.{f}('ii', {a:4x4})", "np.{f}('ij->ji', {a:3x4})", "np.{f}('i,i->', {a:7}, {b:7})", "np.{f}('ij->', {a:3x4})",
        "np.{f}('...j,j->...', {a:2x3x4}, {b:4})", "np.{f}('i,j->ij', {a:3}, {b:4})", "np.{f}('bij,bjk->bik', {a:2x3x4}, {b:2x4x3})", "np.{f}('ij,jk', {a:3x4}, {b:5x5})",
        ranks=(2,), values=("plain", "small"), tol=8, known=ORDER)


def add(table):
    for group in reductions, scans, related:
        group(table.row)
