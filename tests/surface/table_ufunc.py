"""Rows of the elementwise functions: ufuncs, their methods, and functions of elements in stdlib."""
ORDER = {"differs: strides": "values are NumPy's, their order in memory is not in all cases"}

EXACT_1 = """numpy.positive numpy.negative numpy.absolute numpy.abs numpy.sign numpy.square numpy.sqrt numpy.floor
numpy.ceil numpy.trunc numpy.rint numpy.conjugate numpy.conj numpy.reciprocal numpy.isfinite numpy.isinf
numpy.isnan numpy.logical_not numpy.invert numpy.bitwise_not numpy.bitwise_invert numpy.bitwise_count
numpy.signbit numpy.spacing numpy.fabs numpy.modf numpy.frexp"""
ROUNDED_1 = """numpy.exp numpy.exp2 numpy.expm1 numpy.log numpy.log2 numpy.log10 numpy.log1p numpy.sin numpy.cos numpy.tan
numpy.arcsin numpy.asin numpy.arccos numpy.acos numpy.arctan numpy.atan numpy.sinh numpy.cosh numpy.tanh
numpy.arcsinh numpy.asinh numpy.arccosh numpy.acosh numpy.arctanh numpy.atanh"""
REAL_1 = "numpy.cbrt numpy.deg2rad numpy.radians numpy.rad2deg numpy.degrees"
EXACT_2 = """numpy.add numpy.subtract numpy.multiply numpy.divide numpy.true_divide numpy.floor_divide
numpy.remainder numpy.mod numpy.fmod numpy.divmod numpy.maximum numpy.minimum numpy.fmax numpy.fmin
numpy.equal numpy.not_equal numpy.less numpy.less_equal numpy.greater numpy.greater_equal numpy.logical_and
numpy.logical_or numpy.logical_xor numpy.bitwise_and numpy.bitwise_or numpy.bitwise_xor numpy.copysign
numpy.nextafter numpy.heaviside numpy.gcd numpy.lcm"""
SHIFTS = """numpy.left_shift numpy.right_shift numpy.bitwise_left_shift numpy.bitwise_right_shift"""
ROUNDED_2 = "numpy.arctan2 numpy.atan2 numpy.hypot numpy.logaddexp numpy.logaddexp2"
CLASSES_OF_ELEMENTS = "numpy.isneginf numpy.isposinf numpy.isreal numpy.iscomplex"


def unary(row):
    row(EXACT_1, "np.{f}({a})", "np.{f}({s})", "np.{f}({a}, where={b:?,like}, out={c:C,like}.copy())", ranks=(0, 1, 2, 3, 5))
    row(ROUNDED_1, "np.{f}({a})", "np.{f}({s})", dtypes="?iuf", values=("plain", "unit", "special"), ulp=4)
    row(ROUNDED_1, "np.{f}({a})", "np.{f}({s})", dtypes="c", values=("plain", "unit", "ties"), ulp=16)
    row(REAL_1, "np.{f}({a})", "np.{f}({s})", ulp=2)
    row(CLASSES_OF_ELEMENTS, "np.{f}({a})", "np.{f}({s})")
    row("numpy.sinc", "np.{f}({a})", values=("plain", "unit", "ties"), ulp=16)
    row("numpy.fix", "np.{f}({a})", dtypes="?iuf")
    row("numpy.angle", "np.{f}({a})", "np.{f}({a}, deg=True)", ulp=4)
    row("numpy.real numpy.imag", "np.{f}({a})", "np.{f}({s})")
    row("ndarray.real ndarray.imag", "{a}.{f}", "x = {a:c}.copy(); x.{f} = 3; x")
    row("ndarray.conj ndarray.conjugate", "{a}.{f}()")
    row("complex.real complex.imag", "complex({1.5|-0.0}, {2|-3.5}).{f}", dtypes="c", ranks=(0,), layouts=["C"])
    row("float.real float.imag int.real int.imag", "({1.5|-2.0}).{f}", "({3|-4}).{f}", dtypes="f", ranks=(0,), layouts=["C"])
    row("complex.conjugate float.conjugate int.conjugate", "({1.5|2+3j|-4}).conjugate()", dtypes="f", ranks=(0,), layouts=["C"])
    row("float.is_integer", "({1.5|2.0|-0.0}).{f}()", dtypes="f", ranks=(0,), layouts=["C"])
    row("numpy.round numpy.around", "np.{f}({a})", "np.{f}({a}, {1|2|-1|0})", "np.{f}({s})")
    row("ndarray.round", "{a}.round()", "{a}.round({1|2|-1})")
    # Real or complex: what is compared is of one type.
    row("numpy.real_if_close", "np.real(np.{f}({a}))", "np.abs(np.{f}({a:c} * 0 + 1))", top=True, values=("ties", "plain"), ulp=2)
    row("numpy.emath.sqrt numpy.emath.log numpy.emath.log2 numpy.emath.log10 numpy.emath.arccos numpy.emath.arcsin numpy.emath.arctanh",
        "np.abs(np.emath.{f}({a}))", "float(np.real(np.emath.{f}({s})))", dtypes="iuf", ranks=(1, 2, 3), top=True, values=("ties", "plain"), ulp=16)
    row("numpy.emath.logn", "np.abs(np.emath.{f}({2|10}, {a}))", dtypes="iuf", top=True, values=("ties", "plain"), ulp=16)
    row("numpy.emath.power", "np.abs(np.emath.{f}({a}, {2|-1|0.5})) * 1.0", dtypes="iuf", ranks=(1, 2, 3), top=True, values=("ties", "plain"), ulp=16)
    row("numpy.nan_to_num", "np.{f}({a})", "np.{f}({a}, nan=2, posinf=7.5, neginf=-1)")
    row("numpy.unwrap", "np.{f}({a})", "np.{f}({a}, axis={ax})", "np.{f}({a}, period={4|5.5})", dtypes="iuf", ranks=(1, 2),
        values=("plain",), tol=8, known=ORDER)


def binary(row):
    row(EXACT_2, "np.{f}({a}, {b})", "np.{f}({a}, {b:mixed})", "np.{f}({a}, {s})", "np.{f}({s}, {a})",
        "np.{f}({s}, {s:plain})", "np.{f}({a}, {b:mixed,0d})", ranks=(0, 1, 2, 3, 5))
    row("numpy.power numpy.pow numpy.float_power", "np.{f}({a}, {b})", "np.{f}({a}, {b:mixed})",
        "np.{f}({a}, {2|3|0.5|-1|0})", "np.{f}({2|-1.5}, {a})", values=("small", "ties", "positive"), ulp=4, dtypes="?iuf")
    row("numpy.power numpy.float_power", "np.{f}({a}, {b})", "np.{f}({a}, {2|3|0.5|-1|0})", values=("small", "ties", "positive"),
        tol=16, dtypes="c")
    row(SHIFTS, "np.{f}({a}, {b:index})", "np.{f}({a}, {b:index,mixed})", "np.{f}({a}, {0|3|70})", dtypes="?iu")
    row(ROUNDED_2, "np.{f}({a}, {b})", "np.{f}({a}, {b:mixed})", "np.{f}({a}, {s})", ulp=4)
    row("numpy.ldexp", "np.{f}({a}, {b:i})", "np.{f}({a}, {3|-4|100})", dtypes="?iuf")
    row("numpy.clip", "np.{f}({a}, {b:mixed}, {c:mixed})", "np.{f}({a}, {-2|0}, {3|2.5})", "np.{f}({a}, None, {4|2.5})",
        "np.{f}({a}, min=1)", "np.{f}({a}, {s}, {s:special})")
    row("ndarray.clip", "{a}.clip({-2|0}, {3|2.5})", "{a}.clip(max=2)", "{a}.clip({b}, {c})")
    row("numpy.isclose", "np.{f}({a}, {b})", "np.{f}({a}, {b:mixed}, rtol=0.1, atol={0.5|0})", "np.{f}({a}, {b}, equal_nan=True)")
    row("numpy.allclose", "np.{f}({a}, {b})", "np.{f}({a}, {a})", "np.{f}({a}, {a}, equal_nan=True)", "np.{f}({a}, {b:mixed}, atol={3|100})")
    row("numpy.array_equal", "np.{f}({a}, {b})", "np.{f}({a}, {a})", "np.{f}({a}, {a}, equal_nan=True)", "np.{f}({a}, {b:mixed,like})")
    row("numpy.array_equiv", "np.{f}({a}, {b})", "np.{f}({a}, {b:mixed,ties})", "np.{f}({a}, {a})")


UFUNCS = ["add", "multiply", "subtract", "maximum", "minimum", "logical_and", "logical_or", "logical_xor",
          "bitwise_and", "bitwise_or", "bitwise_xor", "fmax", "fmin"]
ANY = "{" + "|".join(UFUNCS) + "}"
ORDERED = "{add|multiply|maximum|minimum|logical_or|bitwise_xor|fmax}"


def methods(row):
    row("ufunc.reduce", f"np.{ORDERED}.reduce({{a}})", f"np.{ORDERED}.reduce({{a}}, axis={{ax}}, keepdims={{True|False}})",
        f"np.{ORDERED}.reduce({{a}}, axis={{axes}})", "np.subtract.reduce({a}, axis={ax})", "np.add.reduce({a}, axis={badaxis})",
        "np.add.reduce({a}, axis={ax}, where={b:?,like})", "np.maximum.reduce({a}, axis=None, initial=1)", ranks=(1, 2, 3))
    row("ufunc.accumulate", f"np.{ANY}.accumulate({{a}})", f"np.{ANY}.accumulate({{a}}, axis={{ax}})", ranks=(1, 2, 3), known=ORDER)
    row("ufunc.outer", f"np.{ANY}.outer({{a}}, {{b:1d}})", f"np.{ANY}.outer({{a}}, {{b:0d,mixed}})", "np.less.outer({a}, {b:1d})",
        ranks=(0, 1, 2))
    row("ufunc.at", f"x = {{a:C}}.copy(); np.{ANY}.at(x, {{b:int64,4,index}}, {{c:0d}}); x",
        "x = {a:C}.copy(); np.add.at(x, {b:int64,4,index}, {c:4}); x", "x = {a:C}.copy(); np.negative.at(x, {b:int64,4,index}); x",
        ranks=(1,), layouts=["C"])
    row("ufunc.reduceat", f"np.{ORDERED}.reduceat({{a:7}}, np.array([0, 3, 1, 5]))", f"np.{ORDERED}.reduceat({{a:4x4}}, [0, 2], axis={{ax}})",
        ranks=(1, 2))


# Results in arrays that are there already, other dtypes, and operands that overlap the result.
def places(row):
    row("*out", "x = {a:C}.copy(); np.{add|multiply|subtract|maximum}(x, {b:like}, out=x); x",
        "x = {a:C}.copy(); np.{add|multiply|maximum}({b:like}, x, x); x", "x = np.zeros({shape}); np.{add|divide|multiply}({a}, {b:like}, out=x); x",
        "x = np.zeros({shape}, {dtype}); np.{add|multiply}({a}, {b:like}, out=x); x",
        "np.{add|multiply|divide}({a}, {b:like}, dtype={dtype})", "x = {a:C}.copy(); np.sqrt({b:like}, out=x, where={c:?,like}); x",
        "x = np.ones({shape}, {dtype}); np.exp2({a:index}, out=x); x", "np.{negative|square}({a}, dtype={dtype})", ranks=(1, 2, 3), ulp=4,
        known={r"np\.exp2.*values": "a narrow function's last digits in a wide array"})
    row("*overlap", "x = {a:C}.copy(); x[1:] = x[:-1]; x", "x = {a:C}.copy(); x[:-1] += x[1:]; x", "x = {a:C}.copy(); x[::-1] = x; x",
        "x = {a:C}.copy(); x += x[::-1]; x", "x = {a:C}.copy(); np.add(x[:-1], x[1:], out=x[1:]); x", "x = {a:4x4}.copy(); x += x.T; x",
        "x = {a:4x4}.copy(); x[...] = x.T; x", "x = {a:4x4}.copy(); np.multiply(x, x.T, out=x); x", "x = {a:4x4}.copy(); x[:, 1:] = x[:, :-1]; x",
        "x = {a:4x4}.copy(); x[1:, :] *= x[:-1, :]; x", "x = {a:4x4}.copy(); x[0] = x[:, 1]; x", "x = {a:12}.copy(); x[::2] = x[:6]; x",
        "x = {a:12}.copy(); y = x.reshape(3, 4); y += x[:4]; x", "x = {a:12}.copy(); np.cumsum(x, out=x); x",
        "x = {a:12}.copy(); x[{b:int64,4,index}] = x[2:6]; x", "x = {a:12}.copy(); x[x > 1] = x[0]; x", dtypes="iuf", ranks=(1, 2, 3),
        layouts=["C", "big"])
    row("*operators", "{a} {+|-|*|/|//|%|<|<=|==|!=|>|>=} {b:mixed}", "{a} {&|^|>>|<<} {b:iu?,index}", "{a} {+|-|*|/|//|%|<|==} {s}", "{s} {+|-|*|/|//|%|<|==} {a}",
        "-{a}", "+{a}", "~{a}", "abs({a})", "{a} ** {2|3|0|0.5}", "{a} @ {b:like}", "x = {a:C}.copy(); x {+|-|*|/|//|%}= {b:like}; x",
        "x = {a:C}.copy(); x {+|-|*}= {2|1.5}; x", "divmod({a}, {b})", ranks=(0, 1, 2, 3, 5), values=("plain", "special", "small"), ulp=4)


def add(table):
    for group in unary, binary, methods, places:
        group(table.row)
