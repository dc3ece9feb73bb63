# expect-oracle
# Concatenation, repetition, comparison and membership of strings, tuples and lists.


def texts(a, b):
    print(a + b, a * 3, 2 * b, a < b, a == b, a != b, a >= b, b in a, a in a + b)


def tuples(a, b):
    print(a + b, a * 2, a == b, a != b, a < b, a <= b, a > b, a >= b, 2 in a, 9 in a)


def lists(a, b):
    print(a + b, a * 2, 3 * b, a == b, a != b, 2 in a, 9 in a, 2.0 in a)


texts("ab", "b")
texts("", "x")
tuples((1, 2), (1, 2))
tuples((1, 2), (1, 3))
tuples((1, 2.5), (1.0, 2.5))
tuples((1, 2), (1, 2, 0))
lists([1, 2], [3])
lists([1, 2], [1, 2])
print([0] * 4, [1, 2] + [3], (1,) * 3, "-" * 10, not [], not (), not "", not "a", not [0])
print(None is None, 1 is None, None is not None, True is True)
