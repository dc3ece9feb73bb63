"""The tables of bench/run, printed as they are made and put into a document."""

import datetime
import importlib.metadata
import math
import platform
import statistics
import subprocess
import time

BEGIN, END = "<!-- bench/run -->", "<!-- end of bench/run -->"
BEHIND = 0.9  # slower than a peer by more than 10 %
FIRST_MS = 20.0  # what a first call may cost more than the next


def mean_of(ratios):
    ratios = list(ratios)
    return math.exp(statistics.fmean(math.log(x) for x in ratios)) if ratios else float("nan")


def put_between(path, begin, end, lines):
    """Replaces what stands between two lines of a document; its other text stays."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    before, found_begin, rest = text.partition(begin + "\n")
    _, found_end, after = rest.partition(end)
    if not found_begin or not found_end:
        raise SystemExit(f"{path} lacks the lines {begin} and {end}")
    with open(path, "w", encoding="utf-8") as file:
        file.write(before + begin + "\n" + "\n".join(lines) + "\n" + end + after)


def measured(found):
    return {peer: x for peer, x in found.items() if "ratio" in x}


def best_peer(found):
    """(ratio, name) of the peer that is the fastest beside hpcc."""
    return min((x["ratio"], peer) for peer, x in measured(found).items())


def own(found, key):
    return statistics.median(x[key] for x in measured(found).values())


def first_cost(found):
    return own(found, "hpcc_first_ms") - own(found, "hpcc_ms")


def machine():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        models = [line.split(":")[1].strip() for line in file if line.startswith("model name")]
    return f"{models[0] if models else platform.machine()}, {len(models)} cores seen, one used"


def versions(peers):
    packages = {"numpy": "numpy", "numexpr": "numexpr", "numba": "numba", "jax": "jax", "pytensor": "pytensor",
                "pythran": "pythran", "codon": "codon-compiler-demo"}  # fmt: skip
    found = [f"{peer} {importlib.metadata.version(packages[peer])}" for peer in peers if peer in packages]
    if "c" in peers:
        text = subprocess.run(["gcc", "-dumpfullversion"], capture_output=True, text=True).stdout.strip()
        found.append(f"C by gcc {text} -O3 -march=native")
    return ", ".join(found)


class Report:
    def __init__(self, options, peak):
        self.peers, self.peak, self.lines, self.start = options.peers, peak, [], time.monotonic()
        self.sizes = {}
        self.line(f"{machine()}; {options.rounds} rounds; {peak / 1e9:.1f} GB/s by C's triad; "
                  f"{versions(self.peers)}; {datetime.date.today()}.\n")  # fmt: skip
        self.row(["workload", "hpcc ms", "first call +ms", "peak MB", "of bandwidth", "best peer", *self.peers])
        self.row(["---"] * (6 + len(self.peers)))

    def line(self, text=""):
        self.lines.append(text)
        print(text, flush=True)

    def row(self, cells):
        self.line("| " + " | ".join(cells) + " |")

    def share(self, workload, found):
        return workload.bytes / (1e-3 * own(found, "hpcc_ms")) / self.peak

    def workload(self, workload, found):
        if not measured(found):
            self.row([workload.name, "", "", "", "", "", *["-"] * len(self.peers)])
            return
        if workload.bytes:
            self.sizes[workload.name] = self.share(workload, found)
        share = f"{100 * self.sizes[workload.name]:.0f} %" if workload.bytes else ""
        ratio = best_peer(found)[0]
        cells = [workload.name, f"{own(found, 'hpcc_ms'):.3f}", f"{first_cost(found):.1f}",
                 f"{own(found, 'hpcc_mb'):.0f}", share, f"**{ratio:.2f}**" if ratio < BEHIND else f"{ratio:.2f}"]  # fmt: skip
        for peer in self.peers:
            x = found[peer]
            cells.append(f"{x['ratio']:.2f}" if "ratio" in x else "wrong" if x["failed"] == "wrong" else "-")
        self.row(cells)

    def summary(self, everything):
        done = {name: found for name, found in everything.items() if measured(found)}
        if done:
            self.line()
            self.by_peer(done)
            self.line()
            self.goals(done)
        self.reasons(everything)
        self.line(f"\nThe run took {(time.monotonic() - self.start) / 60:.0f} minutes.")

    def by_peer(self, done):
        self.row(["peer", "workloads", "its time over hpcc's (geometric mean)", "hpcc slower by more than 10 %",
                  "first call more than the next, ms (median)", "peak MB (median)"])  # fmt: skip
        self.row(["---"] * 6)
        for peer in self.peers:
            xs = [found[peer] for found in done.values() if "ratio" in found[peer]]
            if xs:
                self.row([peer, str(len(xs)), f"{mean_of(x['ratio'] for x in xs):.2f}",
                          str(sum(x["ratio"] < BEHIND for x in xs)),
                          f"{statistics.median(x['first_ms'] - x['ms'] for x in xs):.1f}",
                          f"{statistics.median(x['mb'] for x in xs):.0f}"])  # fmt: skip
        self.row(["hpcc", str(len(done)), "", "", f"{statistics.median(first_cost(x) for x in done.values()):.1f}",
                  f"{statistics.median(own(x, 'hpcc_mb') for x in done.values()):.0f}"])  # fmt: skip

    def goals(self, done):
        best = {name: best_peer(found) for name, found in done.items()}
        self.line(f"- The best peer of each workload: geometric mean {mean_of(r for r, _ in best.values()):.2f} "
                  f"over {len(best)} workloads (to reach: 1.5).")  # fmt: skip
        numpy = [found["numpy"]["ratio"] for found in done.values() if "ratio" in found.get("numpy", {})]
        if numpy:
            self.line(f"- NumPy: geometric mean {mean_of(numpy):.2f} (to reach: 8).")
        behind = sorted((r, name, peer) for name, (r, peer) in best.items() if r < BEHIND)
        self.line("- Slower than the best peer by more than 10 %: "
                  + (", ".join(f"{name} ({r:.2f}, {peer})" for r, name, peer in behind) or "none") + ".")  # fmt: skip
        costs = sorted(((first_cost(found), name) for name, found in done.items()), reverse=True)
        late = [f"{name} ({cost:.0f} ms)" for cost, name in costs if cost > FIRST_MS]
        self.line(f"- A first call costs {statistics.median(c for c, _ in costs):.1f} ms more than the next (median). "
                  f"More than {FIRST_MS:.0f} ms: " + (", ".join(late) or "none") + ".")  # fmt: skip
        if self.sizes:
            low = min(self.sizes, key=self.sizes.get)
            self.line(f"- Streaming kernels reach {100 * statistics.median(self.sizes.values()):.0f} % of C's triad "
                      f"(median of {len(self.sizes)}; the least, {low}, {100 * self.sizes[low]:.0f} %; what fits the "
                      "caches passes 100 %).")  # fmt: skip
        more = [(own(found, "hpcc_mb") / found["numpy"]["mb"], name) for name, found in done.items()
                if "ratio" in found.get("numpy", {})]  # fmt: skip
        if more:
            ratio, name = max(more)
            self.line(f"- Peak memory over NumPy's: {mean_of(r for r, _ in more):.2f} (geometric mean; the most, "
                      f"{name}, {ratio:.2f}).")  # fmt: skip

    def reasons(self, everything):
        groups = {}
        for name, found in everything.items():
            for peer, x in found.items():
                if "failed" in x and x["failed"] != "not written":
                    groups.setdefault((peer, x["failed"].replace("|", "\\|").replace("`", "'")), []).append(name)
        if groups:
            self.line("\nNot measured:\n")
        for (peer, reason), names in sorted(groups.items()):
            self.line(f"- {peer}: {', '.join(names)}: {reason}")

    def put_into(self, path):
        put_between(path, BEGIN, END, self.lines)
