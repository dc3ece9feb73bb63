# Sets: displays, comprehensions, methods, operators.
# expect-oracle
a = {1, 2, 3}
b = {3, 4}
print(a | b, a & b, a - b, a ^ b, a <= b, {1} < a, a.issubset({1, 2, 3, 4}), a.isdisjoint(b), a == {3, 2, 1}, a != b)
a.add(10); a.discard(99); a.remove(1)
print(a, sorted(a), a.union([7, 8]), a.intersection([2, 3]), a.difference(b), a.symmetric_difference(b))
a |= {100}
a -= {2}
a &= {3, 10, 100}
print(a)
s = set()
for i in [5, 3, 5, 1]:
    s.add(i)
print(s, set([1, 1, 2]), set("a"), set(range(5)), set())
seen = set()
out = []
for x in [3, 1, 3, 2, 1]:
    if x not in seen:
        seen.add(x)
        out.append(x)
print(out, seen)
