# expect-oracle
import numpy as np
def show(x):
    print(x)
for v in [2.7, -2.7, 0.0, 1e15]:
    print(int(v), float(v), bool(v))
for i in [0, 1, -5]:
    print(float(i), bool(i), complex(i), str(i), repr(i))
print(int(), float(), bool(), complex(), str())
print(int("42"), int(" -17 "), int("ff", 16), int("0x1F", 16), int("0b101", 0), int("1_000"))
print(float("1.5"), float(" -2e3 "), float("inf"), float("-Infinity"), float("1_0.5"), float(".5"))
print(int(np.float32(2.5)), int(np.int8(-3)), float(np.float32(0.1)), int(np.array(7.9)))
print(complex(1, 2), complex(1.5), complex(1j, 2j), complex("x" == "x"))
print(bool(""), bool("x"), bool([]), bool([0]), bool(()), bool(None), bool(0j))
print(str(1.0), repr("a\nb"), str(True), str((1, "a")), str([1, 2]))
s = "12"
print(int(s) + 1, float(s) / 8)
