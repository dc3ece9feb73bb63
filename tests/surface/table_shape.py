"""Rows of shapes, joining, splitting, views, and rearrangement."""
ORDER = {"differs: strides": "values are NumPy's, their order in memory is not in all cases"}


def views(row):
    row("numpy.reshape", "np.{f}({a}, -1)", "np.{f}({a}, ({n}, 1))", "np.{f}({a}, (1, -1, 1))", "np.{f}({a:2x3x4}, (4, {6|3|-1}))", "np.{f}({a:2x3x4}, (3, 8), order='F')", "np.{f}({a:12}, (5, 2))")
    row("ndarray.reshape", "{a}.{f}(-1)", "{a}.{f}({n}, 1)", "{a:2x3x4}.{f}(6, 4)", "{a:2x3x4}.{f}((3, -1), order='F')", "{a:12}.{f}(-1, 5)")
    row("numpy.ravel ", "np.{f}({a})", "np.{f}({a}, order='{F|C}')", ranks=(0, 1, 2, 3, 5))
    row("ndarray.ravel ndarray.flatten", "{a}.{f}()", "{a}.{f}('{F|C}')", ranks=(0, 1, 2, 3, 5))
    row("ndarray.T", "{a}.T", ranks=(0, 1, 2, 3, 5))
    row("numpy.transpose numpy.permute_dims", "np.{f}({a})", "np.{f}({a:2x3x4}, (1, {0|-3}, 2))", "np.{f}({a:2x3x4}, (0, 1))", "np.{f}({a:2x3x4}, (0, 1, 1))", ranks=(0, 1, 2, 3))
    row("ndarray.transpose", "{a}.{f}()", "{a:2x3x4}.{f}(1, 0, 2)", "{a:2x3x4}.{f}((2, 0, 1))", ranks=(0, 1, 2, 3))
    row("numpy.matrix_transpose", "np.{f}({a})", ranks=(2, 3))
    row("numpy.swapaxes", "np.{f}({a}, {ax}, {ax})", "np.{f}({a}, 0, {badaxis})", ranks=(1, 2, 3))
    row("ndarray.swapaxes", "{a}.{f}({ax}, {ax})", ranks=(1, 2, 3))
    row("numpy.moveaxis", "np.{f}({a}, {ax}, {ax})", "np.{f}({a:2x3x4}, (0, 1), (2, 0))", "np.{f}({a}, {badaxis}, 0)", ranks=(1, 2, 3))
    row("numpy.rollaxis", "np.{f}({a}, {ax})", "np.{f}({a}, {ax}, {0|1})", ranks=(1, 2, 3))
    row("numpy.expand_dims", "np.{f}({a}, {ax})", "np.{f}({a}, (0, 2))", "np.{f}({a}, -1)", ranks=(0, 1, 2, 3))
    row("numpy.squeeze", "np.{f}({a:2x1x3}, axis={1|-2})", "np.{f}({a:1x4}, 0)", "np.{f}({a:1x4}, 1)", "np.{f}({a:1x4x1}, (0, 2))", ranks=(2,))
    row("ndarray.squeeze", "{a:2x1x3}.{f}(axis={1|-2})", "{a:1x4}.{f}(0)", ranks=(2,))
    row("numpy.broadcast_to", "np.{f}({a}, (2, 3, 4))", "np.{f}({a:1x4}, (3, 4))", "np.{f}({a:4}, (2, 4))", "np.{f}({a:4}, 4)", ranks=(0,), layouts=["C", "F", "negative"])
    row("numpy.broadcast_arrays", "np.{f}({a}, {b:mixed})", ranks=(0, 1, 2))
    row("numpy.broadcast_shapes", "np.{f}((3, 1), ({4|2},))", "np.{f}((3, 2), (3, 4))", "np.{f}(4, (3, 4), ())", dtypes="f", ranks=(0,), layouts=["C"])
    row("numpy.atleast_1d numpy.atleast_2d numpy.atleast_3d", "np.{f}({a})", "np.{f}({s})", "np.{f}({a}, {b:0d})")
    row("numpy.diagonal", "np.{f}({a})", "np.{f}({a}, offset={1|-1|9})", "np.{f}({a}, 0, 1, 0)", "np.{f}({a:2x3x4}, axis1={0|-1}, axis2=1)", ranks=(2, 3))
    row("ndarray.diagonal", "{a}.{f}()", "{a}.{f}({1|-1})", ranks=(2, 3))
    row("numpy.shares_memory numpy.may_share_memory", "np.{f}({a:12}, {b:12})", "x = {a:C,12}; np.{f}(x[::2], x[1::2])", "x = {a:C,12}; np.{f}(x[:5], x[{3|7}:])", ranks=(1,))
    row("ndarray.shape ndarray.ndim ndarray.size ndarray.dtype ndarray.itemsize ndarray.nbytes", "{a}.{f}", ranks=(0, 1, 2, 3, 5), layouts=["C", "F", "transposed", "negative", "strided", "broadcast", "huge"])
    row("ndarray.strides", "{a:2x3x4}.{f}", "{a:7}.{f}", "{a:3x5}.T.{f}", ranks=(2,), layouts=["C", "F", "transposed", "negative", "strided", "broadcast", "huge"])
    row("flags.c_contiguous flags.f_contiguous", "{a}.flags.{f}", ranks=(1, 2, 3), layouts=["C", "F", "transposed", "negative", "strided", "big"])
    row("ndarray.flags", "{a}.flags.{c_contiguous|f_contiguous}", ranks=(1, 2, 3))
    row("numpy.shape numpy.ndim numpy.size", "np.{f}({a})", "np.{f}({s})")
    row("numpy.size", "np.{f}({a}, {ax})", "np.{f}({a}, {badaxis})", ranks=(1, 2))


    row("flags.aligned flags.fnc flags.forc flags.writeable", "{a}.flags.{f}", ranks=(1, 2, 3), layouts=["C", "F", "transposed", "negative", "strided", "big"])
    row("numpy.isfortran", "np.{f}({a})", ranks=(1, 2, 3), layouts=["C", "F", "transposed", "negative", "strided", "big"])
    row("ndarray.flat flatiter.copy flatiter.base", "{a:3x5}.flat[{3|-1|2:9:2|[1, 4]}]", "{a}.flat.copy()", "x = {a:3x5}.copy(); x.flat[{3|1:4}] = {s}; x", "{a}.flat.base.shape", ranks=(2,), layouts=["C", "F", "negative", "strided"])
    row("ndarray.mT", "{a}.mT", ranks=(2, 3))
    row("ndarray.view", "{a:int32,3x4}.view(np.{float32|uint32|int32})", "{a:float64,4}.view(np.{int64|uint8|complex128})", "{a:f}.view()", ranks=(2,), layouts=["C"])
    row("ndarray.fill", "x = {a}.copy(); x.fill({3|s}); x".replace("{3|s}", "{s}"), ranks=(0, 1, 2))
    row("numpy.lib.stride_tricks.sliding_window_view", "np.lib.stride_tricks.{f}({a:7}, {3|7})", "np.lib.stride_tricks.{f}({a:3x5}, (2, 3))", "np.lib.stride_tricks.{f}({a:3x5}, 2, axis={ax})", "np.lib.stride_tricks.{f}({a:4}, 5)", ranks=(1, 2))
    row("numpy.lib.stride_tricks.as_strided", "np.lib.stride_tricks.as_strided({a:12,int64}, (3, 4), (8, 16))", dtypes="int64", ranks=(1,), layouts=["C"])
    row("numpy.require", "np.{f}({a})", "np.{f}({a}, dtype={dtype})", ranks=(1, 2), layouts=["C"])
    row("numpy.unstack", "np.{f}({a:3x5})", "np.{f}({a:3x4}, axis=1)", ranks=(2,))


def joining(row):
    pair = "{a}, {b:like,mixed}"
    row("numpy.concatenate numpy.concat", f"np.{{f}}([{pair}], axis={{ax}})", f"np.{{f}}(({pair}), axis=None)", f"np.{{f}}([{pair}])", "np.{f}([{a:3x5}, {b:3x4}], axis={1|0})",
        f"np.{{f}}([{pair}], axis={{badaxis}})", f"np.{{f}}([{pair}], dtype={{dtype:fc}})", "np.{f}([{a:3}, {b:1x3}])", ranks=(1, 2, 3), known=ORDER)
    row("numpy.stack", f"np.{{f}}([{pair}], axis={{ax}})", f"np.{{f}}([{pair}])", f"np.{{f}}([{pair}], axis=-1)", "np.{f}([{a:3x5}, {b:3x4}])")
    row("numpy.vstack numpy.hstack numpy.dstack", f"np.{{f}}([{pair}])", f"np.{{f}}(({pair}, {{a}}))", "np.{f}(({a}, {s}))", known=ORDER)
    row("numpy.column_stack", f"np.{{f}}([{pair}])", "np.{f}(({a:3}, {b:3x4}))", ranks=(1, 2), known=ORDER)
    row("numpy.block", "np.{f}([[{a:2x3}, {b:2x2}], [{c:1x3}, {d:1x2}]])", "np.{f}([{a:4}, {b:3}])", ranks=(2,), layouts=["C", "F", "negative"], known=ORDER)
    row("numpy.append", f"np.{{f}}({pair})", f"np.{{f}}({pair}, axis={{ax}})", "np.{f}({a}, {s})", ranks=(1, 2, 3))
    row("numpy.insert", "np.{f}({a:7}, {0|3|-1|7}, {s})", "np.{f}({a:3x5}, 1, {s}, axis={ax})", "np.{f}({a:7}, [1, 4], {b:2})", "np.{f}({a:7}, 12, {s})", "np.{f}({a:3x5}, 2, {s})", ranks=(1,), known=ORDER)
    row("numpy.delete", "np.{f}({a:7}, {0|3|-1})", "np.{f}({a:3x5}, 1, axis={ax})", "np.{f}({a:7}, [1, 4])", "np.{f}({a:7}, 12)", "np.{f}({a:7}, slice(1, 5, 2))", "np.{f}({a:3x5}, 2)", "np.{f}({a:4}, {b:?,4})", ranks=(1,))
    row("numpy.tile", "np.{f}({a}, 2)", "np.{f}({a}, ({2|1|0}, 3))", "np.{f}({a}, (2, 1, 2))")
    row("numpy.repeat", "np.{f}({a}, 2)", "np.{f}({a}, {3|0}, axis={ax})", "np.{f}({a:4}, [1, 0, 2, 3])", "np.{f}({a:3x4}, [1, 0, 2], axis=0)", "np.{f}({a:4}, [1, 2])", "np.{f}({a}, -1)", ranks=(1, 2, 3))
    row("numpy.resize", "np.{f}({a}, ({2|3}, 5))", "np.{f}({a}, 4)", "np.{f}({a}, (0, 2))")
    row("numpy.pad", "np.{f}({a}, {1|2})", "np.{f}({a:3x5}, ((1, 2), (0, 3)))", "np.{f}({a}, 2, mode='{edge|reflect|symmetric|wrap|constant}')", "np.{f}({a}, (1, 2), mode='edge')", "np.{f}({a}, 1, constant_values={4|-1})",
        "np.{f}({a:3x5}, ((1, 2), (0, 3)), mode='{edge|reflect|symmetric|wrap}')", "np.{f}({a}, -1)", ranks=(1, 2, 3))


def splitting(row):
    row("numpy.split", "np.{f}({a:12}, {3|4})", "np.{f}({a:4x4}, 2, axis={ax})", "np.{f}({a:12}, [3, {5|9}])", "np.{f}({a:12}, 5)", ranks=(1,))
    row("numpy.array_split", "np.{f}({a:7}, {3|4})", "np.{f}({a:4x4}, 3, axis={ax})", "np.{f}({a:12}, [3, 20])", ranks=(1,))
    row("numpy.hsplit numpy.vsplit", "np.{f}({a:4x4}, 2)", "np.{f}({a:4x6}, [1, 3])", "np.{f}({a:4x4}, 3)", ranks=(2,))
    row("numpy.dsplit", "np.{f}({a:2x3x4}, {2|4})", "np.{f}({a:4x4}, 2)", ranks=(3,))


def moving(row):
    row("numpy.roll", "np.{f}({a}, {1|-2|9})", "np.{f}({a}, {1|-2|0}, axis={ax})", "np.{f}({a:3x5}, (1, 2), axis=(0, 1))", "np.{f}({a}, 1, axis={badaxis})", ranks=(0, 1, 2, 3), known=ORDER)
    row("numpy.flip", "np.{f}({a})", "np.{f}({a}, {ax})", "np.{f}({a}, axis={axes})", "np.{f}({a}, {badaxis})", ranks=(1, 2, 3))
    row("numpy.fliplr numpy.flipud", "np.{f}({a})", ranks=(1, 2, 3))
    row("numpy.rot90", "np.{f}({a})", "np.{f}({a}, {2|3|-1|0})", "np.{f}({a}, 1, axes=(1, 0))", "np.{f}({a:2x3x4}, axes=(0, 2))", ranks=(2, 3))
    row("numpy.tril numpy.triu", "np.{f}({a})", "np.{f}({a}, {1|-1|3|-4})", ranks=(2, 3), known=ORDER)
    row("numpy.diag", "np.{f}({a})", "np.{f}({a}, {1|-1|2})", ranks=(1, 2))
    row("numpy.diagflat", "np.{f}({a})", "np.{f}({a}, {1|-1})", ranks=(1, 2))
    row("numpy.trim_zeros", "np.{f}({a})", "np.{f}({a}, '{f|b}')", ranks=(1,), values=("ties",))
    row("numpy.copy numpy.ascontiguousarray numpy.asarray numpy.asanyarray", "np.{f}({a})", ranks=(0, 1, 2, 3, 5))
    row("numpy.ascontiguousarray numpy.asarray numpy.asanyarray numpy.array", "np.{f}({a}, dtype={dtype})", "np.{f}({s})", "np.{f}([{s}, {s}])", ranks=(0, 1, 2, 3))
    row("numpy.array", "np.{f}({a})", "np.{f}([{a:4}, {b:4,mixed}])", "np.{f}([[1, 2], [{s}, 4]])", "np.{f}({a}, ndmin={2|4})", "np.{f}([[1, 2], [3]])")
    row("ndarray.copy", "{a}.{f}()", ranks=(0, 1, 2, 3, 5))
    row("ndarray.astype", "{a}.{f}({dtype})", "{a}.{f}(np.{int8|uint64|float16|complex64|bool})", ranks=(0, 1, 2, 3), values=("plain", "ties"))
    row("numpy.asarray_chkfinite", "np.{f}({a})", ranks=(0, 1, 2, 3, 5))
    row("numpy.asfortranarray", "np.{f}({a})", ranks=(0, 1, 2, 3), layouts=["C", "F", "empty", "big"])
    row("numpy.asfortranarray", "np.{f}({a:2x3x4}.transpose(1, 0, 2))", ranks=(3,), layouts=["C"], refuse={"": "the order in memory is known at run time only"})
    row("numpy.astype", "np.{f}({a}, {dtype})", ranks=(0, 1, 2), values=("ties",))
    row("ndarray.item", "{a:0d}.{f}()", "{a:1}.{f}()", "{a:7}.{f}({3|-1})", "{a:3x5}.{f}(1, {2|-1})", "{a:3x5}.{f}({4|20})", "{a:7}.{f}()", ranks=(1,))
    row("ndarray.tolist", "{a}.{f}()", ranks=(0, 1, 2, 3, 5))


def add(table):
    for group in views, joining, splitting, moving:
        group(table.row)
