"""The workloads of bench/run: one row each.

`inputs` are NumPy expressions over the names of inputs.py, evaluated once; an array is an argument
by .npy file, a number by its text. `style` says which functions of programs/ do the work: 'arrays'
(as one writes for NumPy; hpcc and NumPy run it), and for the peers whose strength is loops (Numba,
Pythran, Codon) also the function in loops.py of the same name (or `loops`; "-": none) and arguments,
where there is one: the table has the better of the two. hpcc runs the style of the row alone. C is peers/kernels.c.
"""

from dataclasses import dataclass


@dataclass
class Workload:
    name: str
    function: str
    inputs: dict
    style: str = "arrays"
    loops: str = ""  # its function in loops.py, if not the same
    c: str = ""  # its function in kernels.c, if not the same; "-": none
    bytes: int = 0  # memory that must be moved, for streaming kernels
    repeats: int = 7
    rtol: float = 1e-9
    large: bool = False  # only with --large


# Bytes an element, and how far results may be apart: C contracts products and sums.
CHAIN_DTYPES = {
    "float64": (8, 1e-9), "float32": (4, 2e-5), "float16": (2, 2e-2), "complex128": (16, 1e-9), "complex64": (8, 1e-4),
    "int64": (8, 0), "int32": (4, 0), "int16": (2, 0), "int8": (1, 0),
    "uint64": (8, 0), "uint32": (4, 0), "uint16": (2, 0), "uint8": (1, 0),
}  # fmt: skip


def _chains():
    for k in (1, 3, 10, 30):
        for dtype, (size, rtol) in CHAIN_DTYPES.items():
            if dtype != "float64" and k in (1, 10):
                continue
            yield Workload(
                f"chain{k}-{dtype}", f"chain{k}",
                {"a": f"values({dtype!r}, 1_000_000, 1)", "b": f"values({dtype!r}, 1_000_000, 2)"},
                c=f"chain{k}_{dtype}", repeats=15, bytes=3 * size * 1_000_000, rtol=rtol,
            )
    for n in (10_000, 10_000_000, 100_000_000):
        yield Workload(
            f"chain3-{n:.0e}".replace("e+0", "e"), "chain3", {"a": f"uniform({n})", "b": f"uniform({n}, 2)"},
            c="chain3_float64", bytes=24 * n, repeats=101 if n < 100_000 else 5, large=n > 50_000_000,
        )


def _matrix(function, rows=1000, columns=1000, **more):
    return Workload(function.replace("_", "-"), function, {"m": f"normal({rows}, {columns})"}, **more)


WORKLOADS = [
    *_chains(),
    Workload("transcendental", "transcendental", {"a": "uniform(1_000_000)", "b": "uniform(1_000_000, 2)"}),
    Workload("exp", "exp_sum", {"x": "np.linspace(-5.0, 5.0, 1_000_000)", "y": "np.linspace(5.0, -5.0, 1_000_000)"}),
    Workload("where", "where_clip", {"a": "uniform(1_000_000)", "b": "uniform(1_000_000, 2)"}, repeats=15, bytes=24_000_000),
    Workload("broadcast", "broadcast", {"m": "normal(2000, 1000)", "row": "uniform(1000)", "column": "uniform(2000)"}, bytes=32_000_000),
    Workload("strided", "strided", {"a": "uniform(4_000_000)"}, bytes=48_000_000),
    Workload("transposed", "transposed", {"m": "normal(1500, 1500)", "n": "normal(1500, 1500)"}),
    _matrix("sum_all", 2500, 4000, bytes=80_000_000),
    _matrix("sum_axis0", 2500, 4000, bytes=80_000_000),
    _matrix("sum_axis1", 2500, 4000, bytes=80_000_000),
    _matrix("max_all", 2500, 4000, bytes=80_000_000),
    _matrix("max_axis0", 2500, 4000, c="-", bytes=80_000_000),
    _matrix("max_axis1", 2500, 4000, c="-", bytes=80_000_000),
    _matrix("std_all", c="-"),
    _matrix("softmax"),
    _matrix("standardise"),
    _matrix("layer_norm"),
    _matrix("correlation", 2000, 400, c="-"),
    Workload("distance", "distance", {"points": "normal(2000, 2)"}),
    Workload("kmeans", "kmeans", {"points": "normal(20_000, 4)", "centres": "normal(20_000, 4)[:16].copy()", "steps": "5"}),
    Workload("simulator", "simulator", {"r_i": "circle(1000)", "speed_i": "normal(1000)", "timestep": "0.0001", "nsteps": "2000"}, loops="simulator_rows"),
    Workload("simulator-loops", "simulator", {"xs": "circle(1000)[:, 0].copy()", "ys": "circle(1000)[:, 1].copy()", "speeds": "normal(1000)", "timestep": "0.0001", "nsteps": "2000"}, style="loops", c="simulator_loops"),
    Workload("nbody", "nbody", {"p": "normal(300, 3)", "v": "0 * normal(300, 3)", "m": "uniform(300)", "timestep": "1e-4", "nsteps": "5"}, rtol=1e-6),
    Workload("kalman", "kalman", {"z": "normal(20_000, 2)", "timestep": "0.1"}, c="-", rtol=1e-6),
    Workload("solve3", "solve3", {"a": "normal(300_000, 3).reshape(100_000, 3, 3)", "b": "normal(100_000, 3)"}, loops="-", c="-", rtol=1e-3),
    Workload("black-scholes", "black_scholes", {"spot": "10 + 90 * uniform(500_000)", "strike": "10 + 90 * uniform(500_000, 2)", "years": "0.1 + uniform(500_000, 3)", "rate": "0.02", "volatility": "0.3"}, rtol=1e-6),
    Workload("mandelbrot-masks", "mandelbrot_masks", {"c": "plane(200)", "steps": "50"}, loops="-", c="-", repeats=3),
    Workload("mandelbrot-loops", "mandelbrot", {"n": "200", "steps": "200"}, style="loops"),
    Workload("jacobi", "jacobi", {"a": "normal(400, 400)", "b": "normal(400, 400)", "nsteps": "50"}),
    Workload("heat-1d", "heat", {"u": "normal(20_000)", "k": "0.1", "nsteps": "200"}),
    Workload("heat-2d", "heat2", {"u": "normal(400, 400)", "k": "0.1", "nsteps": "50"}),
    Workload("advection", "advection", {"u": "normal(20_000)", "c": "0.1", "nsteps": "200"}),
    Workload("life", "life", {"z": "integers(2, 400, 400)", "nsteps": "20"}),
    Workload("lu", "lu", {"a": "positive(160)"}, repeats=3, rtol=1e-6),
    Workload("lu-loops", "lu", {"a": "positive(160)"}, style="loops", rtol=1e-6),
    Workload("cholesky", "cholesky", {"a": "positive(200)"}, repeats=3, rtol=1e-6),
    Workload("cholesky-loops", "cholesky", {"a": "positive(200)"}, style="loops", rtol=1e-6),
    Workload("floyd-warshall", "floyd_warshall", {"path": "uniform(250 * 250).reshape(250, 250)"}),
    Workload("prefix-sum", "prefix_sum", {"a": "uniform(2_000_000)"}, bytes=32_000_000),
    Workload("histogram", "histogram", {"a": "uniform(1_000_000)"}),
    Workload("bincount", "bincount", {"i": "integers(1000, 1_000_000)"}, c="-"),
    Workload("fft-slices", "fft_slices", {"x": "(uniform(65536) + 0j)"}, c="-"),
    Workload("spmv", "spmv", {"starts": "np.arange(0, 200_001, 10)", "columns": "integers(20_000, 200_000)", "values": "uniform(200_000)", "x": "uniform(20_000)"}),
    Workload("matmul", "matmul", {"m": "normal(500, 500)", "n": "normal(500, 500)"}, c="-"),
    Workload("gather", "gather", {"a": "uniform(1_000_000)", "i": "integers(1_000_000, 1_000_000)"}),
    Workload("mask-sum", "mask_sum", {"a": "uniform(1_000_000)"}),
    Workload("sort", "sort", {"a": "uniform(1_000_000)"}, c="-", repeats=3),
    Workload("argsort", "argsort", {"a": "uniform(300_000)"}, c="-", repeats=3),
    Workload("median", "median", {"a": "uniform(1_000_001)"}, c="-", repeats=3),
    Workload("interp", "interp", {"x": "uniform(500_000)", "xp": "np.linspace(0.0, 1.0, 1000)", "fp": "uniform(1000)"}, c="-"),
    Workload("sieve", "sieve", {"n": "1_000_000"}, style="loops"),
    Workload("fib", "fib", {"n": "30"}, style="loops"),
    Workload("small-call", "small", {"a": "uniform(8)", "b": "uniform(8, 2)", "s": "2.0"}, c="-", repeats=2001),
]  # fmt: skip
