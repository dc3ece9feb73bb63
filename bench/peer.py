"""Runs one workload under one peer, as `hpcc call --json` does for hpc.

usage: peer.py PEER NAME FOLDER NAME=VALUE... --repeat N [--save FILE] [--serve]
       peer.py compile PEER NAME FOLDER NAME=VALUE...

PEER: numpy, numexpr, numba, jax, pytensor, pythran, codon, c. Prints a line of JSON: first_s (from
the source to the first result, imports of the peer left out), run_s (further calls, with arrays that
are restored before each), rss_kb. --save: the result of the first call, or the arrays it changed, in
one flat .npy. --serve: prints such a line again, with new times, for each line of its input, so that
what compiled once is measured in several rounds. One thread: the process stays on the CPU it is given.

What Pythran and Codon compiled stays in build/bench-cache, with the seconds that it took: one of the
two costs more than all rounds. `compile` only puts it there.
"""

import ast
import ctypes
import hashlib
import importlib
import importlib.util
import json
import os
import resource
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
CACHE = os.path.join(os.path.dirname(HERE), "build", "bench-cache")
ENOUGH_S = 0.6  # after this many seconds three calls are enough
sys.path.insert(0, HERE)
import numpy as np  # noqa: E402

import variants  # noqa: E402
from workloads import WORKLOADS  # noqa: E402


class Unsupported(Exception):
    """The peer has no form of this workload, or refuses the one it has."""


def sources(workload):
    """(name, text) of the workload's functions, that of the row's own style first."""
    found = []
    for style in sorted(("arrays", "loops"), key=lambda s: s != workload.style):
        name = style == "loops" and workload.loops or workload.function
        with open(os.path.join(HERE, "programs", style + ".py"), encoding="utf-8") as file:
            text = file.read()
        for node in ast.parse(text).body:
            if not isinstance(node, ast.FunctionDef) or node.name != name:
                continue
            # Functions of one name in the two files may take other arguments.
            if style == workload.style or [a.arg for a in node.args.args] == list(workload.inputs):
                found.append((name, ast.get_source_segment(text, node)))
    return found


def define(name, source, **more):
    scope = {"np": np, "math": importlib.import_module("math"), **more}
    exec(source, scope)
    return scope[name]


def make_numpy(workload, given):
    return [define(*sources(workload)[0])]


def make_numba(workload, given):
    import numba

    made = []
    for name, text in sources(workload):
        function = define(name, text)
        function.__globals__[name] = numba.njit(function)  # recursion goes to the compiled one
        made.append(function.__globals__[name])
    return made


def make_jax(workload, given):
    import jax

    jax.config.update("jax_enable_x64", True)
    if not any(isinstance(value, np.ndarray) for value in given.values()):
        raise Unsupported("no arrays: it would be computed while tracing")
    name, text = sources(workload)[0]
    text = variants.JAX.get(name, text)
    static = [key for key, value in given.items() if not isinstance(value, np.ndarray)]
    function = jax.jit(
        define(name, text, np=jax.numpy, jax=jax), static_argnames=static
    )

    def call(**arguments):
        return jax.block_until_ready(function(**arguments))

    # JAX's own arrays, so that no call copies NumPy's into them.
    call.prepare = lambda value: jax.block_until_ready(jax.numpy.array(value))
    return [call]


def make_pytensor(workload, given):
    import pytensor
    import pytensor.tensor as pt

    if workload.function not in variants.PYTENSOR:
        raise Unsupported("not written")
    formula = define(workload.function, variants.PYTENSOR[workload.function], np=pt)
    names = {
        name: pt.tensor(name, dtype=value.dtype, shape=(None,) * value.ndim)
        for name, value in given.items()
        if isinstance(value, np.ndarray)
    }

    def call(**arguments):
        if not call.compiled:
            rest = {k: v for k, v in arguments.items() if k not in names}
            result = formula(**names, **rest)
            call.compiled = pytensor.function(list(names.values()), result)
        return call.compiled(*[arguments[name] for name in names])

    call.compiled = None
    return [call]


def make_numexpr(workload, given):
    import numexpr

    if workload.function not in variants.NUMEXPR:
        raise Unsupported("not written")
    numexpr.set_num_threads(1)
    return [define(workload.function, variants.NUMEXPR[workload.function], ne=numexpr)]


def compiled(kind, text, suffix, command):
    """The file that command makes of a source, and the seconds that took when it was made."""
    key = hashlib.sha256("\0".join([kind, text, *command("", "")]).encode()).hexdigest()[:24]
    source = os.path.join(CACHE, f"{kind}_{key}.py")
    made, seconds = source[:-3] + suffix, source[:-3] + ".json"
    if not os.path.exists(seconds):
        os.makedirs(CACHE, exist_ok=True)
        with open(source, "w", encoding="utf-8") as file:
            file.write(text)
        start = time.perf_counter()
        done = subprocess.run(command(source, made), capture_output=True, text=True, cwd=CACHE)
        lines = (done.stderr.strip() or done.stdout.strip() or "refused").splitlines()
        found = {"compile_s": time.perf_counter() - start}
        if done.returncode:
            found["refused"] = next((line for line in lines if "error" in line.lower()), lines[-1])
        with open(seconds, "w", encoding="utf-8") as file:
            json.dump(found, file)
    with open(seconds, encoding="utf-8") as file:
        found = json.load(file)
    if "refused" in found:
        raise Unsupported(found["refused"])
    return made, found["compile_s"]


def tool(name):
    return os.path.join(os.path.dirname(sys.executable), name)


def compile_pythran(name, text, given):
    types = ", ".join(
        f"{v.dtype}[{', '.join(':' * v.ndim)}]" if isinstance(v, np.ndarray) else type(v).__name__
        for v in given.values()
    )
    text = f"import math\nimport numpy as np\n#pythran export {name}({types})\n{text}\n"
    flags = ["-O3", "-march=native", "-DUSE_XSIMD"]
    return compiled("pythran", text, ".so", lambda source, made: [tool("pythran"), *flags, source, "-o", made])


def make_pythran(workload, given):
    return [pythran_call(name, text, given) for name, text in sources(workload)]


def pythran_call(name, text, given):
    loaded = {}

    def call(**arguments):
        if not loaded:
            path, loaded["seconds"] = compile_pythran(name, text, given)
            module = os.path.basename(path).removesuffix(".so")
            spec = importlib.util.spec_from_file_location(module, path)
            loaded["module"] = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(loaded["module"])
        return getattr(loaded["module"], name)(**arguments)

    call.compile_s = lambda: loaded["seconds"]
    return call


class CArray(ctypes.Structure):
    _fields_ = [("data", ctypes.c_void_p), ("shape", ctypes.c_int64 * 3)]


def make_c(workload, given):
    if workload.c == "-":
        raise Unsupported("not written")
    library = ctypes.CDLL(os.path.join(os.getcwd(), "kernels.so"))
    function = getattr(library, workload.c or workload.function)
    copies = {k: v.copy() if isinstance(v, np.ndarray) else v for k, v in given.items()}
    model = make_numpy(workload, given)[0](**copies)  # says what the result looks like
    model = None if model is None else np.asarray(model)

    def call(**arguments):
        arrays = [v if isinstance(v, np.ndarray) else np.array(float(v)) for v in arguments.values()]
        views = (CArray * len(arrays))()
        for view, a in zip(views, arrays):
            view.data = a.ctypes.data
            view.shape[: a.ndim] = a.shape
        result = None if model is None else np.empty(model.shape, model.dtype)
        function(views, ctypes.c_void_p(None if result is None else result.ctypes.data))
        return result

    return [call]


MAKERS = {
    "numpy": make_numpy, "numexpr": make_numexpr, "numba": make_numba, "jax": make_jax,
    "pytensor": make_pytensor, "pythran": make_pythran, "c": make_c,
}  # fmt: skip


def copy_of(given):
    return {k: v.copy() if isinstance(v, np.ndarray) else v for k, v in given.items()}


def flat(result, arguments):
    """The result, or what the call changed, as one vector."""
    parts = [v for v in arguments.values() if isinstance(v, np.ndarray)] if result is None else [result]
    return np.concatenate([np.atleast_1d(np.asarray(part)).ravel() for part in parts])


def run(call, given, repeats):
    prepare = getattr(call, "prepare", lambda value: value)
    times = []
    while len(times) < repeats and (len(times) < 3 or sum(times) < ENOUGH_S):
        arguments = {k: prepare(v) if isinstance(v, np.ndarray) else v for k, v in copy_of(given).items()}
        start = time.perf_counter()
        call(**arguments)
        times.append(time.perf_counter() - start)
    return times


def measure(call, given, repeats):
    arguments = copy_of(given)
    start = time.perf_counter()
    result = call(**arguments)
    first = time.perf_counter() - start
    first += getattr(call, "compile_s", lambda: 0.0)()
    return {"first_s": first, "run_s": run(call, given, repeats)}, flat(result, arguments)


def keep_result(text):
    """Lines that use the result, so that Codon computes it."""
    value = "result" if "return" in text else "arguments[0]"
    return [f"    kept = str({value})", "print(len(kept))"]


def codon_program(function, text, words, repeats):
    """A whole program, which loads the files and takes the times itself: Codon has no library."""
    lines = ["import math", "import numpy as np", "import sys", "import time", text]
    for place, word in enumerate(words, start=1):
        name, value = word.split("=", 1)
        # Numbers come with the command: Codon would compute with constants while compiling.
        number = f"{'float' if '.' in value or 'e' in value else 'int'}(sys.argv[{place}])"
        loaded = f"np.load(sys.argv[{place}], {dtype_rank(value[1:])})" if value[0] == "@" else number
        lines.append(f"given_{name} = {loaded}")
    names = [word.split("=", 1)[0] for word in words]
    copies = ", ".join(f"given_{n}.copy()" if f"{n}=@" in " ".join(words) else f"given_{n}" for n in names)
    lines += [f"for repeat in range({repeats + 1}):", f"    arguments = ({copies},)",
              "    start = time.time()", f"    result = {function}(*arguments)",
              "    print(time.time() - start)",
              *keep_result(text)]  # fmt: skip
    return "\n".join(lines) + "\n"


def compile_codon(function, text, words, repeats):
    program = codon_program(function, text, words, repeats)
    return compiled("codon", program, ".bin",
                    lambda source, made: [tool("codon"), "build", "-release", "-o", made, source])  # fmt: skip


def codon_runs(made, words, repeats):
    arguments = [word.split("=", 1)[1].removeprefix("@") for word in words]
    done = subprocess.run([made, *arguments], capture_output=True, text=True, timeout=120)
    if done.returncode:
        raise Unsupported(f"exit status {done.returncode}")
    return [float(line) for line in done.stdout.split()[: repeats + 1]]


def codon(workload, words, repeats):
    """The better of the two forms: its times, and what gives further ones."""
    best, reason = None, "not written"
    for function, text in sources(workload):
        try:
            made, seconds = compile_codon(function, text, words, repeats)
            first, *times = codon_runs(made, words, repeats)
        except Unsupported as problem:
            reason = str(problem)
            continue
        middle = sorted(times)[len(times) // 2]
        if best is None or middle < best[0]:
            again = lambda made=made: codon_runs(made, words, repeats)[1:]  # noqa: E731
            best = (middle, {"first_s": seconds + first, "run_s": times}, again)
    if best is None:
        raise Unsupported(reason)
    return best[1], None, best[2]


def dtype_rank(path):
    """The arguments by which Codon's np.load knows the type of an array."""
    array = np.load(path, mmap_mode="r")
    name = {"float64": "float", "int64": "int"}.get(str(array.dtype), "np." + str(array.dtype))
    return f"dtype={name}, ndim={array.ndim}"


def value_of(text):
    return np.load(text[1:]) if text.startswith("@") else ast.literal_eval(text)


def best_of(workload, peer, given, repeats):
    best, reason = None, "not written"
    for call in MAKERS[peer](workload, given):
        try:
            found, saved = measure(call, given, repeats)
        except Exception as problem:  # whatever a peer's compiler raises: it can't run this form
            reason = f"{type(problem).__name__}: {str(problem).strip().splitlines()[0] if str(problem).strip() else ''}"
            continue
        middle = sorted(found["run_s"])[len(found["run_s"]) // 2]
        if best is None or middle < best[0]:
            best = (middle, found, saved, lambda call=call: run(call, given, repeats))
    if best is None:
        raise Unsupported(reason)
    return best[1:]


def only_compile(peer, workload, words, given, repeats):
    for name, text in sources(workload):
        try:
            if peer == "pythran":
                compile_pythran(name, text, given)
            else:
                compile_codon(name, text, words, repeats)
        except Unsupported:
            pass  # it is kept, and said when it is measured


def answer(found, peer):
    who = resource.RUSAGE_CHILDREN if peer == "codon" else resource.RUSAGE_SELF
    print(json.dumps({**found, "rss_kb": resource.getrusage(who).ru_maxrss}), flush=True)


def main():
    arguments = sys.argv[1:]
    compiling = arguments[0] == "compile"
    peer, name, folder = arguments[compiling : compiling + 3]
    os.chdir(folder)
    words = [word for word in arguments if "=" in word]
    workload = next(w for w in WORKLOADS if w.name == name)
    given = {k: value_of(v) for k, v in (word.split("=", 1) for word in words)}
    if compiling:
        return only_compile(peer, workload, words, given, workload.repeats)
    repeats = int(arguments[arguments.index("--repeat") + 1])
    try:
        if peer == "codon":
            found, saved, again = codon(workload, words, repeats)
        else:
            found, saved, again = best_of(workload, peer, given, repeats)
    except Unsupported as problem:
        print(json.dumps({"unsupported": str(problem)[:120]}))
        return
    if "--save" in arguments and saved is not None:
        np.save(arguments[arguments.index("--save") + 1], saved)
    answer(found, peer)
    if "--serve" in arguments:
        for _ in sys.stdin:
            answer({"run_s": again()}, peer)


if __name__ == "__main__":
    main()
