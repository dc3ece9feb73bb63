# Views of dicts compare as sets; a list repeated in a list is one list.
# expect-oracle
xs = [1, 2, 3]
ys = xs.copy()
print(xs == ys, xs is ys, xs != ys, [1] == (1,), [1, 2] == [1.0, 2.0], "a" == 1, [] == [], None == 0, (1, "a") == (1, "a"), (1,) != (2,), [None] == [None], [[1]] == [[1]], {"a": 1}.items() == {"a": 1}.items())
x = [[0] * 2] * 2
x[0][0] = 5
print(x)
y = [[]] * 2
y[0].append(1)
print(y)
z = [[0, 0] for _ in range(2)]
z[0][0] = 5
print(z)
d = {"a": 1, "b": 2}
for k in d.copy():
    del d[k]
print(d)
for k in list(d.keys()):
    pass
x = {v: k for k, v in {"p": 1}.items()}
print(x, x.keys() == {1}, list(x.items())[0][1])
import numpy as np
print(np.array([[0] * 3] * 2), np.array([[1, 2]] * 2).sum(axis=0), ([1, 2],) * 2, np.zeros((2,) * 2))
m = [[1.5] * 2] * 2
m[1][1] = 0.0
print(m, np.array(m))
