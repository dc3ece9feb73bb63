"""Rows of numpy.fft: sums of products, compared with a tolerance of the largest element."""
HALF_LINES = "numpy.fft.irfft numpy.fft.hfft"
PLANES = "numpy.fft.fft2 numpy.fft.ifft2 numpy.fft.fftn numpy.fft.ifftn numpy.fft.rfft2 numpy.fft.rfftn numpy.fft.irfft2 numpy.fft.irfftn"


def add(table):
    row = table.row
    facts = {"values": ("plain", "small"), "tol": 64, "strides": False}
    row("numpy.fft.fft numpy.fft.ifft", "np.fft.{f}({a})", "np.fft.{f}({a}, axis={ax})", "np.fft.{f}({a:12}, {5|16|7})", "np.fft.{f}({a}, norm='{ortho|forward|backward}')",
        "np.fft.{f}({a}, axis={badaxis})", "np.fft.{f}({a:4}, 0)", ranks=(1, 2, 3), **facts)
    row("numpy.fft.rfft numpy.fft.ihfft", "np.fft.{f}({a})", "np.fft.{f}({a}, axis={ax})", "np.fft.{f}({a:12}, {5|16|7})", dtypes="?iuf", ranks=(1, 2, 3), **facts)
    row(HALF_LINES, "np.fft.{f}({a:7})", "np.fft.{f}({a:3x5}, axis={ax})", "np.fft.{f}({a:12}, {5|16|7})", ranks=(1, 2), **facts)
    row(PLANES, "np.fft.{f}({a:3x5})", "np.fft.{f}({a:2x3x4})", "np.fft.{f}({a:2x3x4}, axes=(0, 1))", "np.fft.{f}({a:3x5}, (4, 4))", dtypes="iuf", ranks=(2,), **facts)
    row("numpy.fft.fftn numpy.fft.fft2", "np.fft.{f}({a:3x5})", dtypes="c", ranks=(2,), **facts)
    row("numpy.fft.fftfreq numpy.fft.rfftfreq", "np.fft.{f}({7|8|1})", "np.fft.{f}(6, {0.5|0.1|2})", dtypes="f", ranks=(0,), layouts=["C"])
    row("numpy.fft.fftshift numpy.fft.ifftshift", "np.fft.{f}({a})", "np.fft.{f}({a}, {ax})", "np.fft.{f}({a:3x5}, axes=(0, 1))", ranks=(1, 2, 3), known={"differs: strides": "the order in memory"})
