"""Times a function of bench/programs under CPython with NumPy, as `hpcc call --json` does.

usage: numpy_peer.py FILE FUNC NAME=VALUE... --repeat N
"""

import ast
import json
import runpy
import sys
import time

import numpy as np


def value_of(text):
    return np.load(text[1:]) if text.startswith("@") else ast.literal_eval(text)


def main():
    file, name = sys.argv[1:3]
    repeats = int(sys.argv[sys.argv.index("--repeat") + 1])
    pairs = [word.split("=", 1) for word in sys.argv[3:] if "=" in word]
    given = {key: value_of(text) for key, text in pairs}
    function = runpy.run_path(file)[name]
    times = []
    for _ in range(repeats):
        arguments = {k: v.copy() if isinstance(v, np.ndarray) else v for k, v in given.items()}
        start = time.perf_counter()
        function(**arguments)
        times.append(time.perf_counter() - start)
    print(json.dumps({"run_s": times}))


if __name__ == "__main__":
    main()
