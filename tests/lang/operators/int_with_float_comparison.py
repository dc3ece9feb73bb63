# expect-oracle
# An int and a float compare by their exact values.


def compare(i, f):
    print(i == f, i != f, i < f, i <= f, i > f, i >= f)
    print(f == i, f != i, f < i, f <= i, f > i, f >= i)


for k in [-1, 0, 1, 2]:
    compare(2 ** 53 + k, 2.0 ** 53)
    compare(-(2 ** 53) - k, -(2.0 ** 53))
    compare(2 ** 62 - k - 2, 2.0 ** 62)
    compare(2 ** 62 + (2 ** 62 - 1) - k * k, 2.0 ** 63)
    compare(k, 0.5)
