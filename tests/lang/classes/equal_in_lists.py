# expect-oracle
class P:
    def __init__(self, x):
        self.x = x
    def __eq__(self, o):
        return self.x == o.x
class Q:
    def __init__(self, x):
        self.x = x
a = [P(1), P(2)]
print(a == [P(1), P(2)], a != [P(1), P(2)], P(2) in a, P(3) in a, a == [P(1)])
print(a.index(P(2)), a.count(P(1)))
a.remove(P(1))
print(len(a))
q = Q(1)
b = [q, Q(2)]
print(q in b, Q(1) in b, b.index(q), b == [q, b[1]], b == [Q(1), Q(2)])
b.remove(q)
print(len(b))
print((P(1), 2) == (P(1), 2), {"a": P(1)} == {"a": P(1)}, [[P(1)]] == [[P(1)]], (P(1),) in [(P(1),)])
