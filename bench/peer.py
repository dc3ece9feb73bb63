"""Runs one workload under one peer, as `hpcc call --json` does for hpc.

usage: peer.py PEER NAME FOLDER NAME=VALUE... --repeat N [--save FILE]

PEER: numpy, numexpr, numba, jax, pytensor, pythran, codon, c. Prints a line of JSON: first_s (from
the source to the first result, imports of the peer left out), run_s (further calls, with arrays that
are restored before each), rss_kb. --save: the result of the first call, or the arrays it changed, in
one flat .npy. One thread: the process stays on the CPU it is given.
"""

import ast
import ctypes
import importlib
import json
import os
import resource
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
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


def make_pythran(workload, given):
    types = ", ".join(
        f"{v.dtype}[{', '.join(':' * v.ndim)}]" if isinstance(v, np.ndarray) else type(v).__name__
        for v in given.values()
    )
    made = []
    for number, (name, text) in enumerate(sources(workload)):
        module = f"pythran_{workload.name.replace('-', '_')}_{number}"
        with open(module + ".py", "w", encoding="utf-8") as file:
            file.write(f"import math\nimport numpy as np\n#pythran export {name}({types})\n{text}\n")
        command = [os.path.join(os.path.dirname(sys.executable), "pythran"), "-O3", "-march=native",
                   module + ".py", "-o", module + ".so"]  # fmt: skip

        def call(_command=command, _module=module, _name=name, **arguments):
            if _module not in sys.modules:
                done = subprocess.run(_command, capture_output=True, text=True)
                if done.returncode:
                    raise Unsupported(done.stderr.strip().splitlines()[-1])
                sys.path.insert(0, os.getcwd())
                importlib.import_module(_module)
            return getattr(sys.modules[_module], _name)(**arguments)

        made.append(call)
    return made


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


def measure(call, given, repeats):
    arguments = copy_of(given)
    start = time.perf_counter()
    result = call(**arguments)
    first = time.perf_counter() - start
    saved = flat(result, arguments)
    times = []
    for _ in range(repeats):
        arguments = copy_of(given)
        start = time.perf_counter()
        call(**arguments)
        times.append(time.perf_counter() - start)
    return {"first_s": first, "run_s": times}, saved


def keep_result(text):
    """Lines that use the result, so that Codon computes it."""
    value = "result" if "return" in text else "arguments[0]"
    return [f"    kept = str({value})", "print(len(kept))"]


def codon(workload, words, repeats):
    """Codon compiles a whole program: it loads the files and takes the times itself."""
    best = None
    for function, text in sources(workload):
        lines = ["import math", "import numpy as np", "import sys", "import time", text]
        for place, word in enumerate(words, start=1):
            name, value = word.split("=", 1)
            # Numbers come with the command: Codon would compute with constants while compiling.
            number = f"{'float' if '.' in value or 'e' in value else 'int'}(sys.argv[{place}])"
            loaded = f"np.load({value[1:]!r}, {dtype_rank(value[1:])})" if value[0] == "@" else number
            lines.append(f"given_{name} = {loaded}")
        names = [word.split("=", 1)[0] for word in words]
        copies = ", ".join(f"given_{n}.copy()" if f"{n}=@" in " ".join(words) else f"given_{n}" for n in names)
        lines += [f"for repeat in range({repeats + 1}):", f"    arguments = ({copies},)",
                  "    start = time.time()", f"    result = {function}(*arguments)",
                  "    print(time.time() - start)",
                  *keep_result(text)]  # fmt: skip
        with open("codon_program.py", "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
        command = os.path.join(os.path.dirname(sys.executable), "codon")
        start = time.perf_counter()
        done = subprocess.run(
            [command, "build", "-release", "-o", "codon_program", "codon_program.py"],
            capture_output=True, text=True,
        )  # fmt: skip
        compile_s = time.perf_counter() - start
        if done.returncode:
            reason = (done.stderr.strip().splitlines() or ["refused"])[-1]
            continue
        arguments = [word.split("=", 1)[1] for word in words]
        done = subprocess.run(
            ["./codon_program", *arguments], capture_output=True, text=True, timeout=120
        )
        if done.returncode:
            reason = f"exit status {done.returncode}"
            continue
        times = [float(line) for line in done.stdout.split()[: repeats + 1]]
        found = {"first_s": compile_s + times[0], "run_s": times[1:]}
        if best is None or sorted(found["run_s"])[repeats // 2] < sorted(best["run_s"])[repeats // 2]:
            best = found
    if best is None:
        raise Unsupported(reason)
    return best


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
        middle = sorted(found["run_s"])[repeats // 2]
        if best is None or middle < best[0]:
            best = (middle, found, saved)
    if best is None:
        raise Unsupported(reason)
    return best[1:]


def main():
    peer, name, folder = sys.argv[1:4]
    os.chdir(folder)
    words = [word for word in sys.argv[4:] if "=" in word]
    repeats = int(sys.argv[sys.argv.index("--repeat") + 1])
    workload = next(w for w in WORKLOADS if w.name == name)
    given = {k: value_of(v) for k, v in (word.split("=", 1) for word in words)}
    try:
        if peer == "codon":
            found, saved = codon(workload, words, repeats), None
        else:
            found, saved = best_of(workload, peer, given, repeats)
    except Unsupported as problem:
        print(json.dumps({"unsupported": str(problem)[:120]}))
        return
    if "--save" in sys.argv and saved is not None:
        np.save(sys.argv[sys.argv.index("--save") + 1], saved)
    found["rss_kb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps(found))


if __name__ == "__main__":
    main()
