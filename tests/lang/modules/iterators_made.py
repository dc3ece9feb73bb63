# itertools.
# expect-oracle
import itertools
print(list(itertools.product([1, 2], "ab")), list(itertools.permutations((1, 2, 3))), list(itertools.combinations([1, 2, 3], 2)))
print(list(itertools.accumulate([1, 2, 3])), list(itertools.chain([1], [2, 3])), list(itertools.repeat(5, 3)))
from itertools import product, combinations, accumulate, permutations
for a, b in product(range(2), range(3)):
    print(a, b)
for c in combinations("abc", 2):
    print(c)
for a, b in combinations([1.5, 2.5, 3.5], 2):
    print(a + b)
for t in product([0, 1], repeat=3):
    print(t, sum(t))
print(list(accumulate([3, 1, 2], max)), list(accumulate([1, 2], lambda a, b: a * b, initial=10)), list(permutations(range(3), 2)), list(permutations("ab")))
import itertools as it
print(list(it.islice([1, 2, 3, 4], 2)), list(it.islice(range(10), 1, 8, 3)), list(it.pairwise([1, 2, 3])), list(it.starmap(pow, [(2, 3), (3, 2)])), list(it.takewhile(lambda x: x < 3, [1, 2, 5, 1])), list(it.dropwhile(lambda x: x < 3, [1, 2, 5, 1])), list(it.zip_longest([1, 2], [3], fillvalue=0)), list(it.combinations_with_replacement([1, 2], 2)), list(it.compress("abc", [1, 0, 1])))
for i, p in enumerate(it.chain(range(2), [7])):
    print(i, p)
