# expect-oracle
from itertools import (accumulate, chain, compress, count, cycle, dropwhile, filterfalse, islice, pairwise,
                       repeat, starmap, takewhile)


def shown(n):
    for i in range(n):
        print("made", i)
        yield i


for x in islice(shown(9), 1, 6, 2):
    print(x)
for x in takewhile(lambda v: v < 2, shown(9)):
    print(x)
print(list(dropwhile(lambda v: v < 2, shown(4))))
for a, b in pairwise(shown(3)):
    print(a, b)
for x in accumulate(shown(4)):
    print(x)
for x in filterfalse(lambda v: v % 2, shown(4)):
    print(x)
print(list(filterfalse(None, [0, 1, 2])))
for x in starmap(pow, zip(shown(3), [1, 2, 3])):
    print(x)
for x in compress(shown(4), [1, 0, 1, 1]):
    print(x)
for x, y in zip(repeat("r"), [1, 2]):
    print(x, y)
for x in islice(count(5, -2), 3):
    print(x)
print([c for c, i in zip(cycle([1, 2]), range(5))], list(islice(count(), 2, 5)), list(chain(shown(1), [7])))
