# expect-oracle
import numpy as np
a = np.arange(12.0).reshape(3, 4)
print(sum([a, a, a]), sum([]), sum([a[0]], np.zeros(4)))
print(np.float64("nan"), float("inf"), float("-inf"), int("ff", 16), float("1e-3"))
print(np.add.outer(np.arange(3), np.arange(2)), np.outer(np.arange(2), np.arange(3), out=np.zeros((2, 3), dtype=int)))
print(a[:, range(2)], a[list(range(2))])
print(any(x > 3 for x in [1, 2, 5]), all([]), min([3, 1, 2], key=lambda v: -v), max("apple", "fig", key=len), sum([[1], [2]], []))
print(sorted([3, 1, 2], key=lambda v: -v, reverse=True), sorted(["b", "A"], key=str.lower))
for i, v in enumerate("ab", start=1):
    print(i, v)
if (n := len([1, 2, 3])) > 2:
    print(n)
print(1 < 2 < 3 != 4, {1, 2} | {3}, {1, 2} & {2, 3}, {1, 2} ^ {2, 3}, {1} <= {1, 2})
d = {"a": 1, "b": 2}
print(d.pop("a"), d.setdefault("c", 5), d.items(), d | {"z": 1}, dict(zip("xy", [1, 2])), {v: k for k, v in d.items()})
d.update(e=3)
d.update({"f": 4})
print(d, list(d), "b" in d, d.get("q"), len(d))
print([[i * j for j in range(3)] for i in range(3)], [x for row in [[1, 2], [3]] for x in row])
print(divmod(7, -2), round(2.5), round(-1.235, 2), abs(-3), pow(3, 4, 5), hex(255), bin(5), oct(8))
x = [1, 2, 3]
x[1:2] = [7, 8, 9]
del x[0]
x.insert(0, 5)
x.remove(7)
print(x, x.index(9), x.count(5), x.pop(), x[::-1], x + [1], x * 2)
print(isinstance(3, int), type(3.0).__name__, callable(len), bool([]))
