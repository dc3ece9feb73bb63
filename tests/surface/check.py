"""Differential test of every builtin against NumPy, driven by a table.

usage: check.py --hpcc PATH [--backend NAME]... [--seed N] [--count N] [--seconds S] [--jobs N]
                [--coverage] [--show] [NAME...]

table_*.py have a row for each builtin, which cases.py draws cases from: dtypes, layouts, axes, values.
The cases of a builtin make a program (programs.py) that runs here and under hpcc on each backend, at
top level or in a function. What is printed must be the same, bit for bit unless the row has a
tolerance, and an error's class must be CPython's. What hpcc refuses must be listed in its row; what is
listed must be refused. With --coverage: only whether each name of `hpcc doc --list` has an entry.
"""
import argparse
import collections
import concurrent.futures
import glob
import importlib
import os
import random
import re
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, HERE)
import cases  # noqa: E402
import compare  # noqa: E402
import programs  # noqa: E402

SHOWN = 8


def read_table():
    table = cases.Table()
    for path in sorted(glob.glob(os.path.join(HERE, "table_*.py"))):
        importlib.import_module(os.path.basename(path)[:-3]).add(table)
    return table


# ---- Coverage ------------------------------------------------------------------------------------


def mentions(file, name):
    path = os.path.join(ROOT, "tests", "lang", file)
    if not os.path.exists(path):
        return False
    with open(path, encoding="utf-8") as text:
        return re.search(rf"\b{re.escape(name.rsplit('.', 1)[-1])}\b", text.read()) is not None


def coverage(options, table):
    """Complaints about builtins without an entry, and entries without a builtin."""
    listing = subprocess.run([options.hpcc, "doc", "--list"], capture_output=True, text=True, check=True).stdout
    builtins = {line.split("\t")[0] for line in listing.splitlines()}
    entries = {name for row in table.rows for name in row.names if not name.startswith("*")}
    complaints = [f"{name}: no entry in tests/surface/table_*.py" for name in
                  sorted(builtins - entries - set(table.covered) - set(table.refusals))]
    complaints += [f"{name}: an entry, but no builtin of this name" for name in
                   sorted((entries | set(table.covered)) - builtins)]
    complaints += [f"{name}: {file} does not mention it" for name, file in table.covered.items()
                   if not mentions(file, name)]
    return complaints


# ---- One program ---------------------------------------------------------------------------------


def listed(case, inside):
    text = f"{case.name}: {case.text()} {'in a function' if inside else 'at top level'}"
    for pattern, reason in case.row.refuse.items():
        if re.search(pattern, text):
            return reason
    return None


def known(table, case, problem):
    text = f"{case.name}: {case.text()}: {problem}"
    return any(re.search(pattern, text) for pattern in (*table.known, *case.row.known))


def judge(case, want, got, inside):
    """None, or what is wrong."""
    refusal = listed(case, inside)
    if isinstance(got, tuple):
        name, message = got
        if name in ("CRASH", "LOST"):
            return f"{name}: {message}"
        if want.failure:
            if name in want.failure.names or name == "NotImplementedError":
                return None
            return f"{name}: {message} (NumPy: {want.failure.names[0]}: {want.failure.message})"
        return None if refusal else f"refused: {name}: {message}"
    if want.failure:
        return f"no error (NumPy: {want.failure.names[0]}: {want.failure.message})"
    if refusal:
        return f"listed as refused ({refusal}), but works"
    what = compare.difference(case.row, want.text, got)
    return f"differs: {what}" if what else None


def describe(case, want, got, head, problem):
    lines = [head]
    lines += ["    " + line for bound in case.prelude.values() for line in bound]
    lines += ["    " + line for line in case.lines + [f"r = {case.expression}"]]
    if problem.startswith("differs"):
        lines += ["  numpy " + line[:600] for line in want.text.splitlines()]
        lines += ["  hpc   " + line[:600] for line in got.splitlines()]
    return "\n".join(lines)


def examine(options, table, row, name, round_):
    """[(problem, report)] of one builtin's program, and the number of cases."""
    seed = options.seed + round_
    wanted = {}
    for label, case in enumerate(cases.draw(row, name, seed, options.count)):
        wanted[label] = (case, programs.expected(case, label))
    inside = random.Random(f"{name} {seed} inside").random() < 0.5 and not row.top
    problems, before = [], None
    for backend in options.backend:
        got = programs.outcomes([options.hpcc, "run", f"--backend={backend}"], wanted, inside)
        for label, (case, want) in wanted.items():
            problem = judge(case, want, got[label], inside)
            if problem and known(table, case, problem):
                continue
            if not problem and before and got[label] != before[label]:
                problem = f"backends differ: {before[label]} {got[label]}"
            if problem and not any(label == other for other, *_ in problems):
                report = describe(case, want, got[label], f"[{backend}] {problem}", problem)
                problems.append((label, problem, report))
        before = got
    return problems, len(wanted)


def jobs_of(options, table):
    """(row, name, round): each builtin once, then again with other draws while there is time."""
    end = time.monotonic() + options.seconds
    pairs = [(row, name) for row in table.rows for name in row.names
             if not options.names or any(re.fullmatch(pattern, name) for pattern in options.names)]
    random.Random(options.seed).shuffle(pairs)
    for round_ in range(options.rounds):
        for row, name in pairs:
            if time.monotonic() > end:
                return
            yield row, name, round_


def session(options, table):
    counts = collections.Counter()
    with concurrent.futures.ProcessPoolExecutor(options.jobs) as pool:
        jobs = jobs_of(options, table)
        ahead = collections.deque()
        while True:
            while len(ahead) < 2 * options.jobs and (job := next(jobs, None)):
                ahead.append((job, pool.submit(examine_named, options, *index_of(table, job))))
            if not ahead:
                break
            (row, name, round_), future = ahead.popleft()
            try:
                problems, count = future.result()
            except programs.Unprintable as problem:
                problems, count = [(0, str(problem), str(problem))], 1
            counts["cases"] += count
            counts["failed" if problems else "passed"] += 1
            if problems:
                print(f"FAIL {name} (seed {options.seed + round_}): {len(problems)} of {count} cases")
                for _, problem, report in problems[: options.shown]:
                    print("    " + report.replace("\n", "\n    "))
                sys.stdout.flush()
    return counts


def index_of(table, job):
    row, name, round_ = job
    return table.rows.index(row), name, round_


def examine_named(options, index, name, round_):
    global _table
    if _table is None:
        _table = read_table()
    return examine(options, _table, _table.rows[index], name, round_)


_table = None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hpcc", default=os.path.join(ROOT, "build", "hpcc"))
    parser.add_argument("--backend", action="append")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=12, help="cases of a program")
    parser.add_argument("--seconds", type=float, default=1e9)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--shown", type=int, default=SHOWN)
    parser.add_argument("--coverage", action="store_true")
    parser.add_argument("names", nargs="*", help="patterns of builtins' names")
    options = parser.parse_args()
    options.hpcc = os.path.abspath(options.hpcc)
    options.backend = options.backend or ["interp", "llvm"]
    table = read_table()
    if options.coverage:
        complaints = coverage(options, table)
        print("".join(line + "\n" for line in complaints), end="")
        return 1 if complaints else 0
    counts = session(options, table)
    print(f"{counts['cases']} cases")
    print(f"{counts['passed']} passed, {counts['failed']} failed")
    return 1 if counts["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
