"""Differential fuzzing: random programs in CPython with NumPy and in hpc, on each backend.

usage: fuzz.py [--hpcc PATH] [--seed N] [--count N] [--seconds S] [--jobs N] [--backend NAME]...
               [--keep FOLDER] [--no-minimise] [--show SEED] [--check FILE]

Each program is drawn from its seed (fuzz_generate.py, fuzz_loops.py, fuzz_nests.py), run here, then
by hpcc on every backend. A program that hpcc refuses is counted. A crash, a hang, an internal error,
other text, another exception than CPython's, or backends that differ are failures: they are made
small (fuzz_minimise.py), printed, and kept in FOLDER. The last line is `N passed, N failed`.
"""
import argparse
import collections
import contextlib
import difflib
import functools
import io
import multiprocessing
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, HERE)
import fuzz_generate  # noqa: E402
import fuzz_loops  # noqa: E402
import fuzz_minimise  # noqa: E402
import fuzz_nests  # noqa: E402
import fuzz_objects  # noqa: E402
import fuzz_views  # noqa: E402

os.environ["NUMBA_BOUNDSCHECK"] = "1"

HPCC_SECONDS = 60
LOCATED = re.compile(r"^.*?:(\d+):\d+: error: (\w+)(?:: (.*))?$", re.M)
SANITIZER = re.compile(r"ERROR: (\w+Sanitizer: [\w-]+)|: runtime error: (.*)|(LeakSanitizer)")
REFUSAL = re.compile(r"not supported|has no attribute|is not defined|known when compiling|unexpected keyword"
                     r"|different types|cannot (return|be)|one type|setting an array element with a sequence")


class Run(collections.namedtuple("Run", "stdout error status stderr")):
    """How one run ended: its text, the class of its error or None."""


def run_oracle(source, seconds=5):
    out = io.StringIO()
    error = None
    env = {"__name__": "__main__"}
    try:
        seconds = 60 if "@njit" in source else seconds
        with fuzz_generate.time_limit(seconds), contextlib.redirect_stdout(out):
            exec(compile(source, "program.py", "exec"), env)
    except fuzz_generate.TooSlow:
        return None
    except Exception as problem:
        error = [c.__name__ for c in type(problem).__mro__]
    return Run(out.getvalue(), error, 1 if error else 0, "")


def run_hpcc(options, source, backend, folder):
    path = os.path.join(folder, "program.py")
    with open(path, "w", encoding="utf-8") as file:
        file.write(source)
    env = dict(os.environ, ASAN_OPTIONS="detect_leaks=1:allocator_may_return_null=1",
               LSAN_OPTIONS=f"suppressions={ROOT}/tests/lsan.supp:print_suppressions=0")
    command = [options.hpcc, "run", f"--backend={backend}", path]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env,
                               stdin=subprocess.DEVNULL, start_new_session=True)
    try:
        stdout, stderr = process.communicate(timeout=HPCC_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return Run("", "hang", None, "")
    return Run(stdout.decode("utf-8", "replace"), None, process.returncode,
               stderr.decode("utf-8", "replace"))


def normalised(text):
    text = text or ""
    return re.sub(r"\d+" if "attribute" in text else r"'[^']*'|\d+", "_", text).strip()[:110]


def judge(expected, outcome):
    """("passed",), ("refused", message) or what went wrong, as a key that says how."""
    if outcome.status is None:
        return ("hang",)
    if match := SANITIZER.search(outcome.stderr):
        return ("sanitizer", normalised(next(filter(None, match.groups()))))
    if outcome.status < 0:
        return ("signal", signal.Signals(-outcome.status).name)
    if outcome.status == 0:
        if expected.error:
            return ("no error", expected.error[0])
        return ("passed",) if outcome.stdout == expected.stdout else ("output",)
    match = LOCATED.search(outcome.stderr)
    if not match:
        return ("internal", normalised(outcome.stderr.strip().splitlines()[-1] if outcome.stderr.strip() else ""))
    _, error, message = match.groups()
    if error == "NotImplementedError" or "is complex: write" in (message or ""):
        return ("refused", normalised(message))
    if expected.error and error in expected.error:
        if outcome.stdout in ("", expected.stdout):
            return ("passed",)
        return ("output before the error",)
    if not outcome.stdout and (REFUSAL.search(message or "") or error in ("SyntaxError", "NameError")):
        return ("refused", f"{error}: {normalised(message)}")
    if error == "OverflowError" and expected.stdout.startswith(outcome.stdout):
        return ("overflow", normalised(message))
    if expected.error and not outcome.stdout and error in ("TypeError", "AttributeError"):
        return ("passed",)  # found when compiling, before the error that CPython meets first
    if expected.error:
        return ("other error", expected.error[0], error, normalised(message))
    return ("false error", error, normalised(message))


GOOD = ("passed", "refused", "overflow")
KINDS = {"arrays": fuzz_generate.generate, "loops": fuzz_loops.generate, "nests": fuzz_nests.generate,
         "views": fuzz_views.generate, "objects": fuzz_objects.generate,
         "numba": functools.partial(fuzz_loops.generate, numba=True)}
ORDINARY = ["arrays", "loops", "views", "objects", "arrays", "nests", "views", "loops", "objects"]


def examine(options, source, folder):
    """(verdict key, the two texts) of a program over all backends."""
    expected = run_oracle(source)
    if expected is None or (expected.error and expected.error[0] in ("NameError", "UnboundLocalError")):
        return ("skipped",), None
    if "<class " in expected.stdout:  # a type as a value: minimising must not end there
        return ("skipped",), None
    if expected.error and expected.error[0] in ("TypingError", "NumbaTypeError", "LoweringError"):
        return ("skipped",), None
    verdicts = []
    for backend in options.backend:
        outcome = run_hpcc(options, source, backend, folder)
        verdict = judge(expected, outcome)
        if verdict[0] not in GOOD:
            return (backend,) + verdict, (expected, outcome)
        verdicts.append(verdict)
    if any(v != verdicts[0] for v in verdicts):
        return ("backends",) + tuple(str(v) for v in verdicts), None
    return verdicts[0], None


def report(key, source, runs):
    lines = ["-" * 40 + " " + " / ".join(map(str, key)), source.rstrip()]
    if runs:
        expected, outcome = runs
        diff = difflib.unified_diff(expected.stdout.splitlines(), outcome.stdout.splitlines(),
                                    "CPython", "hpc", lineterm="", n=0)
        lines += ["  | " + line for line in list(diff)[:10]]
        if expected.error:
            lines.append(f"  | CPython raised {expected.error[0]}")
        lines += ["  ! " + line for line in outcome.stderr.strip().splitlines()[:12]]
    return "\n".join(lines)


def draw(options, seed):
    """The program of a seed."""
    return KINDS[options.kind or ("numba" if seed % 40 == 0 else ORDINARY[seed % len(ORDINARY)])](seed)


def work(job):
    """One seed: (seed, verdict key, report or None)."""
    options, seed = job
    source = draw(options, seed)
    if source is None:
        return seed, ("skipped",), None, None
    with tempfile.TemporaryDirectory() as folder:
        key, runs = examine(options, source, folder)
        if key[0] in GOOD + ("skipped",):
            return seed, key, None, None
        if options.minimise:
            source = fuzz_minimise.minimise(source, lambda text: examine(options, text, folder)[0] == key,
                                            options.minimise)
            key, runs = examine(options, source, folder)
            if key[0] in GOOD:  # a hang that was the machine's
                return seed, key, None, None
    return seed, key, source, f"seed {seed}\n" + report(key, source, runs)


def jobs_of(options, ahead):
    """Seeds, until their number or the time is reached; waits while enough of them are under way."""
    end = time.monotonic() + options.seconds if options.seconds else None
    seed = options.seed
    while (end is None or time.monotonic() < end) and (not options.count or seed < options.seed + options.count):
        ahead.acquire()
        yield options, seed
        seed += 1


def keep(options, seed, source):
    if options.keep:
        os.makedirs(options.keep, exist_ok=True)
        with open(os.path.join(options.keep, f"fuzz_{seed}.py"), "w", encoding="utf-8") as file:
            file.write("# expect-oracle\n" + source)


def session(options):
    counts = collections.Counter()
    refusals = collections.Counter()
    failed = 0
    ahead = threading.Semaphore(2 * options.jobs)
    with multiprocessing.Pool(options.jobs) as pool:
        for seed, key, source, text in pool.imap_unordered(work, jobs_of(options, ahead)):
            ahead.release()
            counts[key[0] if text is None else "failed"] += 1
            if key[0] in ("refused", "overflow"):
                refusals[key[1]] += 1
            if text is not None:
                failed += 1
                print(text, flush=True)
                keep(options, seed, source)
                if options.stop and failed >= options.stop:
                    pool.terminate()
                    break
    for message, count in refusals.most_common(options.refusals):
        print(f"refused {count}: {message}")
    print(", ".join(f"{name} {count}" for name, count in sorted(counts.items())))
    print(f"{sum(counts.values()) - failed} passed, {failed} failed")
    return 1 if failed else 0


def check_file(options):
    with open(options.check, encoding="utf-8") as file:
        source = file.read()
    with tempfile.TemporaryDirectory() as folder:
        key, runs = examine(options, source, folder)
        if key[0] not in GOOD and options.minimise:
            source = fuzz_minimise.minimise(source, lambda text: examine(options, text, folder)[0] == key,
                                            options.minimise)
            key, runs = examine(options, source, folder)
        print(report(key, source, runs))
    return 0 if key[0] in GOOD else 1


def main():
    parser = argparse.ArgumentParser(description="Random programs against CPython with NumPy.")
    parser.add_argument("--hpcc", default=os.path.join(ROOT, "build", "hpcc"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int)
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--backend", action="append")
    parser.add_argument("--keep", metavar="FOLDER")
    parser.add_argument("--minimise", type=float, default=30, metavar="SECONDS", help="0: do not")
    parser.add_argument("--stop", type=int, metavar="N", help="stop after N failures")
    parser.add_argument("--refusals", type=int, default=15, metavar="N", help="print the N commonest")
    parser.add_argument("--kind", choices=KINDS, help="default: all")
    parser.add_argument("--show", type=int, metavar="SEED")
    parser.add_argument("--check", metavar="FILE")
    options = parser.parse_args()
    if not options.count and not options.seconds:
        options.count = 500
    options.backend = options.backend or ["llvm", "interp"]
    if options.show is not None:
        print(draw(options, options.show))
        return 0
    return check_file(options) if options.check else session(options)


if __name__ == "__main__":
    sys.exit(main())
