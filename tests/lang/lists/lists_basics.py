# expect-oracle
l = [1, 2, 3]
l.append(4)
l.extend([5, 6])
l.insert(0, 0)
l.insert(-1, 55)
l.insert(100, 7)
print(l, len(l))
print(l.pop(), l.pop(0), l.pop(-2), l)
l.remove(55)
print(l, l.index(3), l.count(2), 4 in l, 9 in l)
l.reverse()
print(l)
m = l.copy()
m[0] = -1
print(l, m, l == m, l != m, l == [6, 4, 3, 2, 1])
l.clear()
print(l, len(l))
k = l
k.append(1)
print(l, k is l)
