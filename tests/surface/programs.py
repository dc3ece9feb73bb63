"""Programs of cases: written, run under CPython and hpcc, their results taken apart.

A case binds `r` and prints a line for each part of it, "@case.part dtype shape strides | values". What
CPython gives decides what is printed. A program that hpcc refuses or that fails is run again without
the cases that the diagnostics name.
"""
import collections
import contextlib
import io
import os
import re
import signal
import subprocess
import tempfile
import warnings

import numpy as np

DIAGNOSTIC = re.compile(r"^(\S*?):(\d+):\d+: (error|note): (?:(\w+)(?:: (.*))?)?", re.M)
SANITIZER = re.compile(r"ERROR: \w+Sanitizer.*|WARNING: ThreadSanitizer.*|: runtime error: .*")
HPCC_SECONDS = 120
MAX_ITEMS = 20000


class Unprintable(Exception):
    """A result that has no form here: the table should not ask for it."""


Failure = collections.namedtuple("Failure", "names message")  # the classes of an error, first its own


class Expected:
    """What CPython says of a case: lines that print `r`, and their text or the failure."""

    def __init__(self, show, text, failure):
        self.show, self.text, self.failure = show, text, failure


def show_lines(value, label, name="r"):
    """Statements that print a value."""
    if isinstance(value, np.ndarray):
        if value.size > MAX_ITEMS or value.dtype.kind not in "biufc":
            raise Unprintable(f"{value.size} elements of {value.dtype}")
        items = f"{name}.tolist()"
        if value.dtype == np.uint64:  # Python's ints have 64 bits with a sign
            items = f"({name} // np.uint64(2)).tolist(), ({name} % np.uint64(2)).tolist()"
        return [f'print("@{label}", {name}.dtype, {name}.shape, {name}.strides, "|", {items})']
    if isinstance(value, (tuple, list)) and any(isinstance(v, np.ndarray) for v in value):
        if len(value) > 8:
            raise Unprintable(f"{len(value)} parts")
        lines = [f'print("@{label}.n", len({name}))']
        for i, item in enumerate(value):
            lines += show_lines(item, f"{label}.{i}", f"{name}[{i}]")
        return lines
    if isinstance(value, np.generic):
        return [f'print("@{label}", {name}.dtype, {name}.shape, "() |", repr({name}))']
    if value is None or isinstance(value, (bool, int, float, complex, str, tuple, list)):
        return [f'print("@{label}", "python () () |", repr({name}))']
    return [f'print("@{label}", "other () () |", {name})']


def oracle_prelude(preludes):
    env = {"__name__": "__main__"}
    exec("import math\nimport numpy as np", env)
    for lines in preludes.values():
        exec("\n".join(lines), env)
    return env


def expected(case, label):
    """Runs a case under CPython."""
    out = io.StringIO()
    with warnings.catch_warnings(), np.errstate(all="ignore"), contextlib.redirect_stdout(out):
        warnings.simplefilter("ignore")
        env = oracle_prelude(case.prelude)
        try:
            for line in case.lines:
                exec(line, env)
            exec(f"r = {case.expression}", env)
        except Exception as problem:
            names = [c.__name__ for c in type(problem).__mro__]
            return Expected([], "", Failure(names, str(problem)))
        show = show_lines(env["r"], label)
        exec("\n".join(show), env)
    return Expected(show, out.getvalue(), None)


class Program:
    """Source text of cases, and which of its lines are whose."""

    def __init__(self, cases, wanted, inside):
        self.owner = {}
        lines = ["import math", "import numpy as np"]
        names = [name for label in cases for name in wanted[label][0].prelude]
        for label in cases:
            for bound in wanted[label][0].prelude.values():
                self.add(lines, bound, label, "")
        if inside:
            lines.append(f"def main({', '.join(names)}):")
        indent = "    " if inside else ""
        for label in cases:
            case, want = wanted[label]
            shown = want.show or ['print("@%s no error", repr(r))' % label]
            self.add(lines, [*case.lines, f"r = {case.expression}", *shown], label, indent)
        if inside:
            lines.append(f"main({', '.join(names)})")
        self.text = "\n".join(lines) + "\n"

    def add(self, lines, more, label, indent):
        for line in more:
            lines.append(indent + line)
            self.owner[len(lines)] = label


def failures(stderr, program, file):
    """{case: (class, message)} of the diagnostics."""
    found = {}
    error = None
    for match in DIAGNOSTIC.finditer(stderr):
        where, line, kind, name, message = match.groups()
        if kind == "error":
            error = (name, message or "")
        label = program.owner.get(int(line)) if os.path.basename(where) == file else None
        if error and label is not None:
            found.setdefault(label, error)
            error = None
    return found


def run_hpcc(command, program, folder):
    file = "program.py"
    with open(os.path.join(folder, file), "w", encoding="utf-8") as out:
        out.write(program.text)
    process = subprocess.Popen([*command, file], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               stdin=subprocess.DEVNULL, start_new_session=True)
    try:
        stdout, stderr = process.communicate(timeout=HPCC_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return "", "", "hang"
    end = None
    stdout, stderr = stdout.decode("utf-8", "replace"), stderr.decode("utf-8", "replace")
    if process.returncode < 0:
        end = signal.Signals(-process.returncode).name
    elif match := SANITIZER.search(stderr):
        end = match.group()
    elif process.returncode not in (0, 1):
        end = f"exit status {process.returncode}"
    elif process.returncode == 1 and not DIAGNOSTIC.search(stderr):
        end = "no diagnostic: " + stderr.strip()[-200:]
    return stdout, stderr, end


def printed(stdout):
    """{case: its lines}."""
    found = collections.defaultdict(str)
    for line in stdout.splitlines(keepends=True):
        if match := re.match(r"@(\d+)", line):
            found[int(match.group(1))] += line
    return found


def outcomes(command, wanted, inside):
    """{case: text, or (class, message)} under hpcc; classes in capitals for ends without diagnostic."""
    results = {}
    pending = sorted(wanted, key=lambda label: (wanted[label][1].failure is not None, label))
    alone = []
    with tempfile.TemporaryDirectory() as folder:
        while pending or alone:
            if pending:
                batch, pending = pending, []
            else:
                batch = [alone.pop()]
            program = Program(batch, wanted, inside)
            stdout, stderr, end = run_hpcc(command, program, folder)
            if end:
                if len(batch) == 1:
                    results[batch[0]] = ("CRASH", end)
                else:
                    alone += batch
                continue
            found = failures(stderr, program, "program.py")
            texts = printed(stdout)
            done = {label for label in batch if label in found or label in texts}
            for label in done:
                results[label] = found.get(label) or texts[label]
            if not done:
                if len(batch) == 1:
                    results[batch[0]] = ("LOST", (stdout + stderr)[-300:])
                else:
                    alone += batch
                continue
            pending = [label for label in batch if label not in done]
    return results
