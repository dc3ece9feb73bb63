"""Rows of numpy.linalg: results are compared where they are unique."""


def add(table):
    row = table.row
    square = {"ranks": (2,), "dtypes": "iuf c", "values": ("plain",), "layouts": ["C", "F", "negative", "strided", "transposed"]}
    row("numpy.linalg.inv", "np.linalg.{f}({a:4x4} + 40 * np.eye(4))", "np.linalg.{f}({a:2x3x4})", "np.linalg.{f}(np.zeros((2, 2)))", tol=64, strides=False, **square)
    row("numpy.linalg.det", "np.linalg.{f}({a:4x4})", "np.linalg.{f}({a:2x3x3})", tol=64, strides=False, **square)
    row("numpy.linalg.slogdet", "np.linalg.{f}({a:4x4})[0]", "np.linalg.{f}({a:4x4})[1]", tol=64, strides=False, **square)
    row("numpy.linalg.solve", "np.linalg.{f}({a:4x4} + 40 * np.eye(4), {b:4})", "np.linalg.{f}({a:4x4} + 40 * np.eye(4), {b:4x3})", "np.linalg.{f}({a:4x4}, {b:3})", tol=64, strides=False, **square)
    row("numpy.linalg.cholesky", "np.linalg.{f}({a:4x4} + {a:4x4}.T.conj() + 99 * np.eye(4))", "np.linalg.{f}(-np.eye(3))", tol=64, strides=False, **square)
    row("numpy.linalg.qr", "np.abs(np.linalg.{f}({a:4x4})[1])", "q, r1 = np.linalg.{f}({a:5x3}); q @ r1", tol=128, strides=False, **square)
    row("numpy.linalg.svd", "np.linalg.{f}({a:4x3}, compute_uv=False)", "u, s, v = np.linalg.{f}({a:4x3}, full_matrices=False); (u * s) @ v", tol=128, strides=False, **square)
    row("numpy.linalg.svdvals", "np.linalg.{f}({a:4x3})", tol=128, strides=False, **square)
    row("numpy.linalg.lstsq", "np.linalg.{f}({a:7x3} + np.eye(7, 3) * 20, {b:7})[0]", tol=512, strides=False, **square)
    row("numpy.linalg.pinv", "np.linalg.{f}({a:4x3} + np.eye(4, 3) * 20)", tol=512, strides=False, **square)
    row("numpy.linalg.matrix_power", "np.linalg.{f}({a:4x4}, {0|1|2|3|5})", "np.linalg.{f}({a:4x4} + 40 * np.eye(4), -1)", "np.linalg.{f}({a:3x4}, 2)", tol=64, strides=False, **square)
    row("numpy.linalg.matrix_rank", "np.linalg.{f}({a:4x3})", "np.linalg.{f}(np.ones((3, 3)))", **square)
    row("numpy.linalg.cond", "np.linalg.{f}({a:3x3} + 40 * np.eye(3))", "np.linalg.{f}({a:3x3} + 40 * np.eye(3), {1|2|np.inf|'fro'})", tol=256, **square)
    row("numpy.linalg.norm", "np.linalg.{f}({a:7})", "np.linalg.{f}({a:7}, {1|2|np.inf|0|-1|3})", "np.linalg.{f}({a:4x3})", "np.linalg.{f}({a:4x3}, {1|2|np.inf|'fro'|-1})", "np.linalg.{f}({a:4x3}, axis={0|1|-1})",
        "np.linalg.{f}({a:4x3}, 1, axis=1, keepdims=True)", "np.linalg.{f}({a:2x3x4}, axis=(1, 2))", tol=64, strides=False, **square)
    row("numpy.linalg.eigvals", "w = np.linalg.{f}({a:3x3}); np.sort(np.abs(w))", top=True, tol=512, strides=False, **square)
    row("numpy.linalg.eig", "w, v = np.linalg.{f}({a:3x3}); np.sort(np.abs(w))", top=True, tol=512, strides=False, **square)
    row("numpy.linalg.eigvalsh", "np.linalg.{f}({a:4x4})", "np.linalg.{f}({a:3x3}, UPLO='U')", tol=128, strides=False, **square)
    row("numpy.linalg.eigh", "w, v = np.linalg.{f}({a:4x4}); w", "w, v = np.linalg.{f}({a:4x4}); (v * w) @ v.T.conj()", tol=256, strides=False, **square)
    row("numpy.linalg.trace", "np.linalg.{f}({a:3x4})", "np.linalg.{f}({a:2x3x4}, offset=1)", tol=4, **square)
    row("numpy.linalg.diagonal", "np.linalg.{f}({a:3x4})", "np.linalg.{f}({a:2x3x4}, offset={1|-1})", **square)
    row("numpy.linalg.matrix_transpose", "np.linalg.{f}({a:3x4})", "np.linalg.{f}({a:2x3x4})", **square)
    row("numpy.linalg.cross", "np.linalg.{f}({a:3}, {b:3})", "np.linalg.{f}({a:4x3}, {b:4x3})", tol=4, **square)
    row("numpy.linalg.outer", "np.linalg.{f}({a:3}, {b:4})", **square)
    row("numpy.linalg.matmul", "np.linalg.{f}({a:3x4}, {b:4x2})", "np.linalg.{f}({a:3x4}, {b:3})", tol=16, strides=False, **square)
    row("numpy.linalg.tensordot", "np.linalg.{f}({a:3x4}, {b:4x5}, axes=1)", tol=16, strides=False, **square)
    row("numpy.linalg.vecdot", "np.linalg.{f}({a:3x4}, {b:3x4})", "np.linalg.{f}({a:3x4}, {b:4})", tol=16, **square)
    row("numpy.linalg.multi_dot", "np.linalg.{f}([{a:3x4}, {b:4x5}, {c:5x2}])", "np.linalg.{f}([{a:4}, {b:4x5}, {c:5x2}])", tol=64, strides=False, **square)
    row("numpy.linalg.matrix_norm", "np.linalg.{f}({a:3x4})", "np.linalg.{f}({a:2x3x4}, ord={1|2|'fro'})", tol=64, **square)
    row("numpy.linalg.vector_norm", "np.linalg.{f}({a:3x4})", "np.linalg.{f}({a:3x4}, axis={0|1}, ord={1|2|np.inf})", tol=64, **square)
    row("numpy.linalg.tensorsolve", "np.linalg.{f}({a:2x3x6} + 40 * np.eye(6).reshape(2, 3, 6), {b:2x3})", tol=128, strides=False, **square)
    row("numpy.linalg.tensorinv", "np.linalg.{f}({a:6x2x3} + 40 * np.eye(6).reshape(6, 2, 3), ind=1)", tol=128, strides=False, **square)
