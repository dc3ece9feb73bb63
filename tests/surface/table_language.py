"""Entries of what is not about arrays: Python's builtins, math, texts, files, random numbers; most are
covered by language tests, each of which must mention the name."""
ONE = {"dtypes": "f", "ranks": (0,), "layouts": ["C"]}
MATH_1 = """math.acos math.acosh math.asin math.asinh math.atan math.atanh math.cbrt math.cos math.cosh math.erf math.erfc
math.exp math.exp2 math.expm1 math.gamma math.lgamma math.log math.log10 math.log1p math.log2 math.sin math.sinh math.sqrt math.tan math.tanh"""
MATH_EXACT = "math.ceil math.floor math.trunc math.fabs math.degrees math.radians math.frexp math.modf math.isfinite math.isinf math.isnan math.ulp"
NUMBERS = "{0.5|1|-0.25|3|2.75|-1|0.0|-0.0|1e300|1e-300|-4.5|np.inf|-np.inf|np.nan|True|171.5}"


def math(row):
    row(MATH_1, f"math.{{f}}({NUMBERS})", ulp=4, **ONE)
    row(MATH_EXACT, f"math.{{f}}({NUMBERS})", refuse={r"(ceil|floor|trunc)\(1e300": "the int has more than 64 bits"}, **ONE)
    row("math.atan2 math.pow math.hypot math.remainder math.fmod math.copysign math.nextafter", f"math.{{f}}({NUMBERS}, {NUMBERS})", ulp=2, **ONE)
    row("math.ldexp", f"math.{{f}}({NUMBERS}, {{3|-2|0|2000}})", **ONE)
    row("math.log", f"math.{{f}}({{8|0.5|100}}, {{2|10|0.5}})", ulp=2, **ONE)
    row("math.comb math.perm", "math.{f}({5|0|10|-1}, {2|0|7|3})", **ONE)
    row("math.gcd math.lcm", "math.{f}({12|0|-18}, {8|27|0})", "math.{f}()", "math.{f}(4, 6, {9|0})", **ONE)
    row("math.factorial math.isqrt", "math.{f}({0|5|17|-1|20})", **ONE)
    row("math.fsum math.prod", "math.{f}([0.1, 0.2, {0.3|1e100|-2}])", **ONE)
    row("math.isclose", "math.{f}(1.0, {1.0000000001|1.1})", "math.{f}(0.0, 1e-10, abs_tol={1e-9|0.0})", "math.{f}(100, 101, rel_tol=0.05)", **ONE)
    row("math.pi math.e math.tau math.inf math.nan", "math.{f}", **ONE)


def python(row):
    row("abs", "abs({s})", "abs({a})", "abs({-3|-2.5|3+4j|True})", ranks=(0, 1), layouts=["C"])
    row("bool float int complex", "{f}({0|1|-2|2.5|True|-0.0})", "{f}({s})", "{f}({a:0d})", ranks=(0,), layouts=["C"], values=("ties", "plain"),
        known={r"^(int|float): .*complex": "CPython only warns of the imaginary part"})
    row("divmod pow", "{f}({7|-7|2.5}, {2|-3|0.5})", "{f}({s}, {s:positive})", layouts=["C"], ranks=(0,), values=("small",), ulp=2)
    row("round", "{f}({2.5|-1.5|7|2.675})", "{f}({2.675|-1234.5|17}, {1|2|-1})", "{f}({s})", layouts=["C"], ranks=(0,), dtypes="iuf", values=("small",))
    row("max min", "{f}({3|2.5}, {1|4})", "{f}([{1|5}, 2, 3])", "{f}({a:4,plain})", ranks=(1,), layouts=["C"])
    row("sum", "{f}([1, {2|2.5}, 3])", "{f}({a:4})", "{f}([1, 2], {3|0.5})", ranks=(1,), layouts=["C"])
    row("all any", "{f}([True, {False|True}])", "{f}({a:4})", ranks=(1,), layouts=["C"])
    row("len", "len({a})", ranks=(0, 1, 2), layouts=["C"])


def texts(row):
    words = "'{abc|12|a b|ABC|aB1||  x |Hello World}'"
    row("""str.capitalize str.isalnum str.isalpha str.isdecimal str.isdigit str.islower str.isnumeric str.isspace
        str.isupper str.lower str.lstrip str.rstrip str.split str.splitlines str.strip str.swapcase str.title str.upper""",
        words + ".{f}()", **ONE)
    row("str.center str.ljust str.rjust", words + ".{f}({6|2|9})", words + ".{f}(7, '*')", **ONE)
    row("str.zfill", "'{-12|7|abc}'.{f}(5)", **ONE)
    row("str.count str.find str.rfind str.startswith str.endswith str.index str.rindex", words + ".{f}('{a|b|xyz||}')", **ONE)
    row("str.replace", words + ".{f}('{a|b}', '{xy|}')", words + ".{f}('b', 'c', 1)", **ONE)
    row("str.join", "'{, ||-}'.{f}(['a', 'bc', ''])", **ONE)
    row("str.format", "'{(}{)} {(}:>6{)}'.{f}({3|2.5}, 'ab')", **ONE)
    row("bin oct hex chr", "{f}({0|7|97|255|1023})", **ONE)
    row("ord", "ord('{a|Z|~}')", **ONE)
    row("tuple.count tuple.index", "(1, {2|3}, 2).{f}({2|4|1})", **ONE)


# Names whose tests are in the folder tests/lang (or a file of it, or of tests).
LANG = {
    "builtins/random_generator.py": """Generator.choice Generator.exponential Generator.integers Generator.normal
        Generator.permutation Generator.random Generator.shuffle Generator.standard_normal Generator.uniform
        numpy.random.default_rng""",
    "builtins/random_legacy.py": """numpy.random.choice numpy.random.exponential numpy.random.normal
        numpy.random.permutation numpy.random.rand numpy.random.randint numpy.random.randn numpy.random.random
        numpy.random.random_sample numpy.random.seed numpy.random.shuffle numpy.random.standard_exponential
        numpy.random.standard_normal numpy.random.uniform Generator.standard_exponential""",
    "builtins/files_images.py": "image.read image.write",
    "builtins/files_npy.py": "numpy.load numpy.save",
    "builtins/files_text.py": "numpy.loadtxt numpy.savetxt",
    "builtins/numba_module.py": "numba.jit numba.njit numba.prange",
    "numba/jitclass.py": "numba.experimental.jitclass numba.types.Type.instance_type",
    "builtins/named_tuples.py": """collections.namedtuple typing.NamedTuple
        typing.Any typing.Callable typing.Dict typing.Iterable typing.Iterator typing.List typing.Optional
        typing.Sequence typing.Set typing.Tuple typing.Union""",
    "builtins/types_of_values.py": "type",
    "classes/several_bases.py": "issubclass",
    "classes/iterables.py": "iter",
    "builtins/collections_module.py": """collections.deque collections.defaultdict collections.Counter deque.append
        deque.appendleft deque.extend deque.extendleft deque.pop deque.popleft deque.rotate deque.clear
        Counter.most_common Counter.subtract Counter.total Counter.update Counter.elements""",
    "numpy/named_results.py": "numpy.unique_all numpy.unique_counts numpy.unique_inverse",
    "builtins/iterators.py": "enumerate list reversed zip",
    "builtins/conversions.py": "repr str",
    "builtins/fstrings.py": "format",
    "builtins/isinstances.py": "isinstance",
    "builtins/print_values.py": "print",
    "builtins/ranges.py": "range",
    "builtins/sorting.py": "sorted list.sort",
    "builtins/leaving.py": "exit sys.exit",
    "builtins/leaving_quit.py": "quit",
    "builtins/system.py": "sys.argv sys.maxsize sys.stdout sys.stdout.flush sys.stdout.write",
    "builtins/system_stderr.py": "sys.stderr",
    "builtins/clocks.py": """time.monotonic time.perf_counter time.perf_counter_ns time.process_time time.sleep
        time.time time.time_ns""",
    "lists/lists_basics.py": """list.append list.clear list.copy list.count list.extend list.index list.insert list.pop
        list.remove list.reverse""",
    "lists/tuples.py": "tuple",
    "numpy/errstates.py": "numpy.errstate numpy.seterr",
    "dicts/basics.py": "dict.clear dict.copy dict.get dict.items dict.keys dict.pop dict.popitem dict.update dict.values dict",
    "numpy/npz_files.py": "npz.close npz.files npz.keys numpy.savez numpy.savez_compressed",
    "numpy/bytes_of_arrays.py": "numpy.fromfile numpy.fromstring numpy.fromiter ndarray.tofile",
    "numpy/print_options.py": "numpy.array2string numpy.array_repr numpy.array_str numpy.printoptions numpy.set_printoptions",
    "numpy/vectorize.py": "numpy.vectorize",
    "numpy/dtypes_as_values.py": "dtype.type",
    "builtins/map_filter.py": "map filter",
    "numexpr/evaluate.py": "numexpr.evaluate",
    "numexpr/threads.py": "numexpr.set_num_threads",
    "numpy/text_tables.py": "numpy.genfromtxt",
    "modules/heapq_bisect_operator.py": """bisect.bisect bisect.bisect_left bisect.bisect_right bisect.insort
        heapq.heapify heapq.heappop heapq.heappush heapq.heappushpop heapq.heapreplace heapq.nlargest heapq.nsmallest
        operator.itemgetter""",
    "modules/operators.py": """bisect.insort_left bisect.insort_right operator.add operator.and_ operator.contains
        operator.eq operator.floordiv operator.ge operator.getitem operator.gt operator.le operator.lt operator.mod
        operator.mul operator.ne operator.neg operator.or_ operator.sub operator.truediv operator.xor""",
    "modules/reduce_partial.py": "functools.partial functools.reduce",
    "modules/iterators_made.py": """itertools.accumulate itertools.chain itertools.combinations
        itertools.combinations_with_replacement itertools.compress itertools.dropwhile itertools.islice
        itertools.pairwise itertools.permutations itertools.product itertools.repeat itertools.starmap
        itertools.takewhile itertools.zip_longest""",
    "generators/loops.py": "next itertools.count itertools.cycle",
    "modules/random_module.py": """random.betavariate random.choice random.choices random.expovariate random.gammavariate
        random.gauss random.getrandbits random.lognormvariate random.normalvariate random.paretovariate
        random.randint random.random random.randrange random.sample random.seed random.shuffle
        random.triangular random.uniform random.vonmisesvariate random.weibullvariate random.Random""",
    "strings/bounds_and_translation.py": """str.maketrans str.translate string.ascii_letters string.ascii_lowercase
        string.ascii_uppercase string.digits string.hexdigits string.octdigits string.printable string.punctuation
        string.whitespace""",
    "classes/dataclass_fields.py": "dataclasses.field",
    "programs/misc.py": "callable",
    "numpy/random_distributions.py": """Generator.gamma Generator.chisquare Generator.standard_t Generator.lognormal
        Generator.poisson Generator.weibull Generator.rayleigh""",
    "builtins/files_opened.py": """open TextIOWrapper.close TextIOWrapper.flush TextIOWrapper.read TextIOWrapper.readline
        TextIOWrapper.readlines TextIOWrapper.write TextIOWrapper.writelines BufferedReader.close BufferedReader.read
        BufferedWriter.close BufferedWriter.write numpy.frombuffer""",
    "functions/keyword_rest.py": "keywords.copy keywords.get keywords.items keywords.keys keywords.values",
    "modules/statistics_functions.py": """statistics.correlation statistics.covariance statistics.fmean
        statistics.geometric_mean statistics.linear_regression statistics.mean statistics.median
        statistics.median_grouped statistics.median_high statistics.median_low statistics.mode statistics.multimode
        statistics.pstdev statistics.pvariance statistics.quantiles statistics.stdev statistics.variance""",
    "numpy/polynomial_module.py": " ".join("numpy.polynomial.polynomial.poly" + name for name in (
        "add companion der div fit fromroots grid2d grid3d int line mul mulx pow roots sub trim val val2d val3d "
        "valfromroots vander").split()),
    "functions/decorators.py": "functools.cache functools.lru_cache functools.wraps",
    "builtins/zip_columns.py": "itertools.groupby",
    "generators/itertools_lazy.py": "itertools.filterfalse",
    "numpy/assertions.py": """numpy.testing.assert_allclose numpy.testing.assert_almost_equal numpy.testing.assert_array_almost_equal
        numpy.testing.assert_array_equal numpy.testing.assert_equal ufunc.identity ufunc.nargs ufunc.nin ufunc.nout""",
    "strings/parts.py": """str.expandtabs str.partition str.removeprefix str.removesuffix str.rpartition
        str.rsplit""",
    "try/basic.py": "exception.args",
    "classes/dataclass.py": "dataclasses.dataclass",
    "numpy/splitting.py": "slice",
    "builtins/slices.py": "slice.start slice.stop slice.step",
    "dicts/learnt.py": "dict.setdefault",
    "dicts/hashes.py": "hash",
    "sets/methods.py": """set set.add set.clear set.copy set.difference set.difference_update set.discard set.intersection
        set.intersection_update set.isdisjoint set.issubset set.issuperset set.pop set.remove set.symmetric_difference
        set.symmetric_difference_update set.union set.update""",
}


# What hpc does otherwise wherever it meets it.
EVERYWHERE = {
    r"OverflowError: .*64 bits": "Python's ints have 64 bits with a sign",
    r"OverflowError: Python integer -?\d+ out of bounds": "found where NumPy, having nothing to do, finds nothing",
    r"broadcast.*differs: strides": "NumPy sorts axes of stride 0 by another rule in copies than in ufuncs",
    r"(shape=|order=).*differs: strides": "the *_like functions with another shape are in C order",
    r"np\.(multiply|square)\((np\.complex|\w+_complex\w+_0d_).*differs: values": "of scalars NumPy's ufunc contracts, its operator does not",
    r"prod.*complex.*differs: values": "NumPy contracts products of complex numbers in some loops",
    r"power\(.*, 0\.5\): differs: values": "the root of -0.0 where NumPy calls pow",
    r"(power|sqrt|sign|clip)\(.*complex.*differs: values": "complex infinities, NaNs and zeros; the last digits",
    r"^numpy\.linalg\.multi_dot.*differs: values": "narrow products of mixed dtypes",
    r"^ndarray\.(all|any).*differs: strides": "of transposed arrays",
    r"^numpy\.(nanarg|setdiff|union|intersect|setxor|unique).*complex": "NaN in one part of a complex number",
    r"^numpy\.(nanmedian|pad): .*differs: strides": "the order in memory",
    r"^\*overlap: .*x\[::2\] = x\[:6\].*values": "NumPy reads what it has overwritten; hpc copies first",
    r"(std|var)\(.*complex.*dtype=.*differs: dtype": "a real dtype for sums of complex numbers",
}


def add(table):
    for group in math, python, texts:
        group(table.row)
    for pattern, reason in EVERYWHERE.items():
        table.everywhere(pattern, reason)
    for file, names in LANG.items():
        table.lang(names, file)
