# functools.reduce and partial.
# expect-oracle
from functools import reduce, partial
print(reduce(lambda a, b: a * b, [1, 2, 3, 4]), reduce(lambda a, b: a + b, [], 5), reduce(max, [3, 9, 2]))
def add(a, b):
    return a + b
inc = partial(add, 1)
print(inc(2))
