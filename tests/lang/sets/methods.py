# expect-oracle
a = {1, 2, 3, 4}
b = {3, 4, 5}
print(sorted(a.union(b)), sorted(a.intersection(b)), sorted(a.difference(b)), sorted(a.symmetric_difference(b)))
print(a.issubset(b), {1, 2}.issubset(a), a.issuperset({1}), a.isdisjoint({7}), a.isdisjoint(b))
c = a.copy()
c.add(9)
c.remove(1)
c.discard(77)
print(sorted(c), sorted(a))
c.update(b)
print(sorted(c))
c.intersection_update({2, 3, 9})
print(sorted(c))
c.difference_update({9})
print(sorted(c))
c.symmetric_difference_update({3, 8})
print(sorted(c))
one = {7}
print(one.pop(), len(one))
c.clear()
print(len(c), set([3, 1, 1]) == {1, 3})
