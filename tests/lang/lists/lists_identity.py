# expect-oracle
a = [1, 2]
b = a
c = a.copy()
b += [3]
print(a is b, a is c, a is not c, a == b, a is [1, 2, 3])
for l in [a, c]:
    print(l is a, len(l))
