# Lists are ordered by their first unequal items.
# expect-oracle
print([1, 2] < [1, 2, 3], [2] > [1, 5], [[1], [2]] <= [[1], [2]], ["a"] < ["b"], [1.5] >= [1], [(1, "a")] < [(1, "b")])
x = [3, 1]
y = [3, 2]
print(x < y, x <= x, x > y, x >= y, max([[1, 2], [3]]), sorted([[2, 1], [1, 2], [1]]))
