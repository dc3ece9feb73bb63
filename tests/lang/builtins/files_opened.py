# expect-oracle
import numpy as np
path = "hpc_open_text.txt"
with open(path, "w") as f:
    f.write("alpha 1\n")
    n = f.write("beta 2\n")
    print("gamma", 3, file=f)
    print(1.5, [1, 2], sep=";", end="!\n", file=f)
    f.writelines(["x\n", "y é\n"])
print(n)
with open(path) as f:
    for line in f:
        print(repr(line), line.strip().split())
with open(path, "r", encoding="utf-8") as f:
    text = f.read()
print(len(text), text.splitlines())
with open(path) as f:
    first = f.readline()
    rest = f.readlines()
print(first, rest)
def count(p):
    with open(p) as f:
        return sum(1 for line in f)
print(count(path))
def save(p, rows):
    with open(p, "w") as out:
        for r in rows:
            out.write(",".join(str(v) for v in r) + "\n")
        return len(rows)
print(save(path, [[1, 2], [3, 4]]))
rows = [[int(v) for v in line.split(",")] for line in open(path)]
print(rows)
with open(path, "a") as f:
    f.write("5,6")
for i, line in enumerate(open(path)):
    if i == 1:
        break
    print(i, line.rstrip())
f = open(path)
print(f.read(3), f.read(2), repr(f.read()), repr(f.read()))
f.close()
try:
    f.read()
except ValueError as e:
    print(e)
try:
    open("/nonexistent/x")
except FileNotFoundError as e:
    print(type(e).__name__)
try:
    with open(path) as f:
        raise KeyError("k")
except KeyError:
    print("closed", end=" ")
try:
    f.readline()
except ValueError as e:
    print(e)
with open(path) as src, open(path + ".copy", "w") as dst:
    for line in src:
        if line.startswith("3"):
            continue
        dst.write(line.upper())
print(open(path + ".copy").read())
a = np.arange(5, dtype=np.int32)
a.tofile(path)
with open(path, "rb") as f:
    raw = f.read()
print(len(raw), np.frombuffer(raw, dtype=np.int32), np.frombuffer(raw, np.uint8, 4, 4), np.frombuffer(raw, dtype="i2", offset=8))
b = np.frombuffer(raw, dtype=np.int32)
try:
    b[0] = 1
except ValueError as e:
    print(e)
print(b.copy() + 1, b.flags.writeable)
with open(path, "rb") as f:
    head = f.read(4)
    print(len(head), np.frombuffer(f.read(), dtype=np.int32))
with open(path + ".bin", "wb") as f:
    f.write(raw)
print(np.fromfile(path + ".bin", dtype=np.int32))
try:
    np.frombuffer(raw, dtype=np.float64)
except ValueError as e:
    print(e)
words = {}
with open(path + ".copy") as fh:
    for lineno, line in enumerate(fh, start=1):
        for w in line.strip().split(","):
            words.setdefault(w, []).append(lineno)
print(words)
with open(path, "w") as f:
    f.write("kept")
    f.flush()
    print(open(path).read())
