"""What the test runners share: options, running hpcc, comparing text, totals.

A suite hands `main` a function that lists its jobs; each job is (name, function), and the function
returns a list of complaints, empty when the test passes, or a Skip.
"""

import argparse
import concurrent.futures
import difflib
import os
import re
import signal
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
# Sanitizers take twenty times as long to compile, emulators more.
TIME_LIMIT_S = int(os.environ.get("HPC_TEST_TIME_LIMIT", 180))
DIFF_LINES = 16
STDERR_LINES = 12
# Tests find no code of other runs, except in the folder HPC_TEST_CACHE.
if "HPC_TEST_CACHE" in os.environ:
    os.environ["HPC_CACHE_DIR"] = os.environ["HPC_TEST_CACHE"]
else:
    os.environ["HPC_NO_CACHE"] = "1"
SANITIZER = re.compile(r"ERROR: \w+Sanitizer|WARNING: ThreadSanitizer|: runtime error: ")


class Skip:
    def __init__(self, reason):
        self.reason = reason


class Outcome:
    """How one process ended."""

    def __init__(self, status, stdout, stderr, timed_out=False):
        self.status = status
        self.stdout = stdout
        self.stderr = stderr
        self.timed_out = timed_out

    def ending(self):
        if self.timed_out:
            return "stopped at its time limit"
        if self.status < 0:
            return f"killed by {signal.Signals(-self.status).name}"
        return f"exit status {self.status}"


running = set()  # the process groups of the commands under way


def stop(*_):
    """On SIGTERM: what was started ends with this runner."""
    for group in list(running):
        kill_group(group)
    os._exit(128 + signal.SIGTERM)


def kill_group(group):
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        pass


def run(command, cwd=ROOT, stdin=None, time_limit=TIME_LIMIT_S, env=None, prepare=None):
    """Runs a command in its own process group, which is killed at the time limit."""
    process = subprocess.Popen(
        command,
        cwd=cwd,
        stdin=subprocess.PIPE if stdin is not None else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env=env,
        preexec_fn=prepare,
    )
    running.add(process.pid)
    timed_out = False
    try:
        stdout, stderr = process.communicate(stdin, timeout=time_limit)
    except subprocess.TimeoutExpired:
        timed_out = True
        kill_group(process.pid)
        stdout, stderr = process.communicate()
    finally:
        running.discard(process.pid)
    return Outcome(
        process.returncode,
        stdout.decode("utf-8", "replace"),
        stderr.decode("utf-8", "replace"),
        timed_out,
    )


def crashed(outcome):
    """Complaints about an end that no test can expect: a signal, a time-out, a sanitizer."""
    if outcome.timed_out or outcome.status < 0:
        return [outcome.ending()] + stderr_tail(outcome)
    if SANITIZER.search(outcome.stderr):
        return ["a sanitizer reports:"] + ["    " + line for line in outcome.stderr.splitlines()[:40]]
    return []


def short_diff(expected, actual):
    if expected == actual:
        return []
    lines = list(
        difflib.unified_diff(
            expected.splitlines(), actual.splitlines(), "expected", "printed", lineterm="", n=1
        )
    )
    if not lines:
        return ["the text differs only in line ends"]
    if len(lines) > DIFF_LINES:
        lines = lines[:DIFF_LINES] + [f"... {len(lines) - DIFF_LINES} more lines"]
    return lines


def stderr_tail(outcome):
    return ["stderr: " + line for line in outcome.stderr.splitlines()[-STDERR_LINES:]]


def options_of(description, extend=None):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--hpcc", default=os.path.join(ROOT, "build", "hpcc"), metavar="PATH")
    parser.add_argument(
        "--python",
        default=os.path.join(ROOT, "build", "venv", "bin", "python"),
        metavar="PATH",
        help="the Python with the oracles",
    )
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N")
    parser.add_argument("--long", action="store_true", help="add what takes long")
    if extend:
        extend(parser)
    options = parser.parse_args()
    options.hpcc = os.path.abspath(options.hpcc)
    if not os.access(options.hpcc, os.X_OK):
        print(f"no command at {options.hpcc}", file=sys.stderr)
        sys.exit(2)
    return options


def run_jobs(jobs, workers):
    """Runs (name, function) jobs, prints failures in order and the totals; the exit status."""
    signal.signal(signal.SIGTERM, stop)
    passed = failed = 0
    skipped = []
    with concurrent.futures.ThreadPoolExecutor(max(1, workers)) as pool:
        futures = [(name, pool.submit(function)) for name, function in jobs]
        for name, future in futures:
            try:
                complaints = future.result()
            except Exception as problem:  # a test that cannot run is a failed test
                complaints = [f"{type(problem).__name__}: {problem}"]
            if isinstance(complaints, Skip):
                skipped.append((name, complaints.reason))
            elif complaints:
                failed += 1
                print(f"FAIL {name}")
                for line in complaints:
                    print("    " + line)
            else:
                passed += 1
    for name, reason in skipped:
        print(f"skip {name}: {reason}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0
