"""The workloads as each array library wants them written, where that is not the NumPy source.

JAX: functions that update arrays, rewritten with .at and lax loops; the rest run as they are on
jax.numpy. PyTensor: expressions (np is pytensor.tensor). numexpr: strings.
"""

JAX = {
    "simulator": """
def simulator(r_i, speed_i, timestep, nsteps):
    def step(i, r):
        norm = np.sqrt((r ** 2).sum(axis=1))
        v = np.stack([-r[:, 1], r[:, 0]], axis=1) / norm[:, np.newaxis]
        return r + timestep * speed_i[:, np.newaxis] * v
    return jax.lax.fori_loop(0, nsteps, step, r_i)
""",
    "kmeans": """
def kmeans(points, centres, steps):
    def step(i, c):
        d = points[:, np.newaxis, :] - c[np.newaxis, :, :]
        label = (d * d).sum(axis=2).argmin(axis=1)
        mine = label[:, np.newaxis] == np.arange(c.shape[0])
        count = mine.sum(axis=0)
        return np.where(count[:, np.newaxis] > 0, mine.T.astype(np.float64) @ points / count[:, np.newaxis], c)
    return jax.lax.fori_loop(0, steps, step, centres)
""",
    "nbody": """
def nbody(p, v, m, timestep, nsteps):
    def step(i, state):
        p, v = state
        d = p[np.newaxis, :, :] - p[:, np.newaxis, :]
        r2 = (d * d).sum(axis=2) + 1e-4
        w = m / (r2 * np.sqrt(r2))
        v = v + timestep * (d * w[:, :, np.newaxis]).sum(axis=1)
        return p + timestep * v, v
    return jax.lax.fori_loop(0, nsteps, step, (p, v))
""",
    "mandelbrot_masks": """
def mandelbrot_masks(c, steps):
    def step(k, state):
        z, counts = state
        inside = z.real * z.real + z.imag * z.imag < 4.0
        return np.where(inside, z * z + c, z), counts + inside
    return jax.lax.fori_loop(0, steps, step, (np.zeros_like(c), np.zeros(c.shape, dtype=np.int64)))[1]
""",
    "jacobi": """
def jacobi(a, b, nsteps):
    def step(i, state):
        a, b = state
        b = b.at[1:-1, 1:-1].set(0.2 * (a[1:-1, 1:-1] + a[1:-1, :-2] + a[1:-1, 2:] + a[2:, 1:-1] + a[:-2, 1:-1]))
        a = a.at[1:-1, 1:-1].set(0.2 * (b[1:-1, 1:-1] + b[1:-1, :-2] + b[1:-1, 2:] + b[2:, 1:-1] + b[:-2, 1:-1]))
        return a, b
    return jax.lax.fori_loop(0, nsteps, step, (a, b))
""",
    "heat": """
def heat(u, k, nsteps):
    return jax.lax.fori_loop(0, nsteps, lambda i, u: u.at[1:-1].add(k * (u[2:] - 2.0 * u[1:-1] + u[:-2])), u)
""",
    "heat2": """
def heat2(u, k, nsteps):
    def step(i, u):
        return u.at[1:-1, 1:-1].add(
            k * (u[2:, 1:-1] + u[:-2, 1:-1] + u[1:-1, 2:] + u[1:-1, :-2] - 4.0 * u[1:-1, 1:-1]))
    return jax.lax.fori_loop(0, nsteps, step, u)
""",
    "advection": """
def advection(u, c, nsteps):
    return jax.lax.fori_loop(0, nsteps, lambda i, u: u.at[1:].add(-c * (u[1:] - u[:-1])), u)
""",
    "life": """
def life(z, nsteps):
    def step(i, z):
        n = (z[:-2, :-2] + z[:-2, 1:-1] + z[:-2, 2:] + z[1:-1, :-2] + z[1:-1, 2:]
             + z[2:, :-2] + z[2:, 1:-1] + z[2:, 2:])
        lives = (n == 3) | ((n == 2) & (z[1:-1, 1:-1] == 1))
        return z.at[1:-1, 1:-1].set(lives.astype(z.dtype))
    return jax.lax.fori_loop(0, nsteps, step, z)
""",
    "floyd_warshall": """
def floyd_warshall(path):
    def step(k, path):
        return np.minimum(path, path[:, k][:, np.newaxis] + path[k, :])
    return jax.lax.fori_loop(0, path.shape[0], step, path)
""",
    "spmv": """
def spmv(starts, columns, values, x):
    row = np.searchsorted(starts, np.arange(values.shape[0]), side="right") - 1
    return jax.ops.segment_sum(values * x[columns], row, starts.shape[0] - 1)
""",
    "histogram": """
def histogram(a):
    return np.bincount(np.minimum((a * 64.0).astype(np.int64), 63), length=64)
""",
    "mask_sum": """
def mask_sum(a):
    return np.where(a > 0.5, a, 0.0).sum()
""",
}

# Expressions alone; np.log and the rest have the same names in pytensor.tensor.
PYTENSOR = {
    name: f"def {name}({arguments}):\n    {body}\n"
    for name, arguments, body in [
        ("chain1", "a, b", "return a + b"),
        ("chain3", "a, b", "return 2 * a + 3 * b"),
        ("chain10", "a, b", "return ((((a * b + a) * b + a) * b + a) * b + a) * b - a"),
        (
            "chain30", "a, b",
            "p = ((((a * b + a) * b + a) * b + a) * b + a) * b - a\n"
            "    q = ((((p * b + a) * b + a) * b + p) * b + a) * b - p\n"
            "    return ((((q * b + a) * b + p) * b + q) * b + a) * b - q",
        ),
        ("transcendental", "a, b", "return np.sin(a) * np.cos(b) + np.exp(-a) * np.log(b + 1.5)"),
        ("exp_sum", "x, y", "return np.exp(x) + np.exp(y)"),
        ("where_clip", "a, b", "return np.where(a > b, np.minimum(a, 0.75), np.maximum(b, 0.25))"),
        ("broadcast", "m, row, column", "return m * row + column.dimshuffle(0, 'x')"),
        ("strided", "a", "return a[::2] * a[1::2]"),
        ("transposed", "m, n", "return m + n.T"),
        ("sum_all", "m", "return m.sum()"),
        ("sum_axis0", "m", "return m.sum(axis=0)"),
        ("sum_axis1", "m", "return m.sum(axis=1)"),
        ("max_all", "m", "return m.max()"),
        ("max_axis0", "m", "return m.max(axis=0)"),
        ("max_axis1", "m", "return m.max(axis=1)"),
        ("std_all", "m", "return m.std()"),
        ("softmax", "m", "e = np.exp(m - m.max(axis=1, keepdims=True))\n    return e / e.sum(axis=1, keepdims=True)"),
        ("standardise", "m", "return (m - m.mean(axis=0)) / m.std(axis=0)"),
        (
            "layer_norm", "m",
            "d = m - m.mean(axis=1, keepdims=True)\n"
            "    return d / np.sqrt((d * d).mean(axis=1, keepdims=True) + 1e-5)",
        ),
        ("correlation", "m", "z = (m - m.mean(axis=0)) / m.std(axis=0)\n    return z.T @ z / m.shape[0]"),
        (
            "distance", "points",
            "d = points.dimshuffle(0, 'x', 1) - points.dimshuffle('x', 0, 1)\n"
            "    return np.sqrt((d * d).sum(axis=2))",
        ),
        ("prefix_sum", "a", "return np.cumsum(a)"),
        ("matmul", "m, n", "return m @ n"),
        ("sort", "a", "return np.sort(a)"),
        ("argsort", "a", "return np.argsort(a)"),
        ("gather", "a, i", "return a[i]"),
        ("small", "a, b, s", "return s * a + b - 1.0"),
        (
            "black_scholes", "spot, strike, years, rate, volatility",
            "d1 = (np.log(spot / strike) + (rate + 0.5 * volatility * volatility) * years) / (volatility * np.sqrt(years))\n"
            "    d2 = d1 - volatility * np.sqrt(years)\n"
            "    n1 = 1.0 / (1.0 + np.exp(-1.5976 * d1 - 0.070565992 * d1 * d1 * d1))\n"
            "    n2 = 1.0 / (1.0 + np.exp(-1.5976 * d2 - 0.070565992 * d2 * d2 * d2))\n"
            "    return spot * n1 - strike * np.exp(-rate * years) * n2",
        ),
    ]
}  # fmt: skip

NUMEXPR = {
    name: f"def {name}({arguments}):\n    {body}\n"
    for name, arguments, body in [
        ("chain1", "a, b", "return ne.evaluate('a + b')"),
        ("chain3", "a, b", "return ne.evaluate('2 * a + 3 * b')"),
        ("chain10", "a, b", "return ne.evaluate('((((a * b + a) * b + a) * b + a) * b + a) * b - a')"),
        (
            "chain30", "a, b",
            "p = '(((((a * b + a) * b + a) * b + a) * b + a) * b - a)'\n"
            "    q = f'((((({p} * b + a) * b + a) * b + {p}) * b + a) * b - {p})'\n"
            "    return ne.evaluate(f'((((({q} * b + a) * b + {p}) * b + {q}) * b + a)) * b - {q}')",
        ),
        ("transcendental", "a, b", "return ne.evaluate('sin(a) * cos(b) + exp(-a) * log(b + 1.5)')"),
        ("exp_sum", "x, y", "return ne.evaluate('exp(x) + exp(y)')"),
        ("where_clip", "a, b", "return ne.evaluate('where(a > b, where(a < 0.75, a, 0.75), where(b > 0.25, b, 0.25))')"),
        ("broadcast", "m, row, column", "column = column[:, None]\n    return ne.evaluate('m * row + column')"),
        ("strided", "a", "x = a[::2]\n    y = a[1::2]\n    return ne.evaluate('x * y')"),
        ("transposed", "m, n", "t = n.T\n    return ne.evaluate('m + t')"),
        ("sum_all", "m", "return ne.evaluate('sum(m)')"),
        ("sum_axis0", "m", "return ne.evaluate('sum(m, axis=0)')"),
        ("sum_axis1", "m", "return ne.evaluate('sum(m, axis=1)')"),
        ("max_all", "m", "return ne.evaluate('max(m)')"),
        ("small", "a, b, s", "return ne.evaluate('s * a + b - 1.0')"),
        (
            "distance", "points",
            "x = points[:, 0]\n    y = points[:, 1]\n    u = x[:, None]\n    v = y[:, None]\n"
            "    return ne.evaluate('sqrt((u - x) * (u - x) + (v - y) * (v - y))')",
        ),
        (
            "black_scholes", "spot, strike, years, rate, volatility",
            "d1 = ne.evaluate('(log(spot / strike) + (rate + 0.5 * volatility ** 2) * years) / (volatility * sqrt(years))')\n"
            "    d2 = ne.evaluate('d1 - volatility * sqrt(years)')\n"
            "    return ne.evaluate('spot / (1.0 + exp(-1.5976 * d1 - 0.070565992 * d1 ** 3))"
            " - strike * exp(-rate * years) / (1.0 + exp(-1.5976 * d2 - 0.070565992 * d2 ** 3))')",
        ),
    ]
}  # fmt: skip
