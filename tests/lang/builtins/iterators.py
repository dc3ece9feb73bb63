# expect-oracle
import numpy as np
for i, x in enumerate([1.5, 2.5]):
    print(i, x)
for i, c in enumerate("abc", 1):
    print(i, c)
for a, b in zip([1, 2, 3], (0.5, 1.5)):
    print(a, b)
for a, b, c in zip(range(3), np.array([1.0, 2.0, 3.0]), "xyz"):
    print(a, b, c)
for i, (a, b) in enumerate(zip([1, 2], [3, 4])):
    print(i, a, b)
print(list(zip([1, 2], [3.0, 4.0])), list(enumerate([5, 6])), list(reversed([1, 2, 3])))
for x in reversed(np.array([1, 2, 3])):
    print(x)
for w in ["one", "two"]:
    print(w, len(w))
for c in "héllo":
    print(c, end=".")
print()
