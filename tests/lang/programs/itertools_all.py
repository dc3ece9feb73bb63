# expect-oracle
from itertools import product, combinations, permutations, accumulate, chain, islice, count, groupby, zip_longest, repeat, cycle, starmap, takewhile, dropwhile, combinations_with_replacement, pairwise
import operator
print(list(product([1, 2], [3, 4])))
print(list(product("ab", repeat=2)))
print(list(combinations([1, 2, 3, 4], 2)), list(permutations([1, 2, 3])))
print(list(accumulate([1, 2, 3, 4])), list(accumulate([1, 2, 3], operator.mul)), list(accumulate([3, 1, 4], max)))
print(list(chain([1, 2], [3])), list(chain.from_iterable([[1, 2], [3]])))
print(list(islice(count(10), 3)), list(islice([1, 2, 3, 4, 5], 1, 4, 2)))
for k, g in groupby("aaabbc"):
    print(k, len(list(g)))
print(list(takewhile(lambda x: x < 3, [1, 2, 3, 1])), list(dropwhile(lambda x: x < 3, [1, 2, 3, 1])))
print(list(zip_longest([1, 2, 3], [4], fillvalue=0)), list(repeat(7, 3)), list(starmap(pow, [(2, 3), (3, 2)])))
print(list(pairwise([1, 2, 3])), list(combinations_with_replacement([1, 2], 2)))
for i in count(1, 2):
    if i > 7: break
    print(i, end=" ")
print()
n = 0
for c in cycle("AB"):
    n += 1
    if n > 5: break
    print(c, end="")
print()
for i, j in product(range(2), range(3)):
    print(i * j, end=",")
print()
