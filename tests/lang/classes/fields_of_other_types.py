# expect-oracle
# Constructions of one class with numbers of unlike types: each object keeps its own.
import math


class S:
    def __init__(self, x):
        self.x = x

    def scaled(self, k):
        return S(self.x * k)

    def __str__(self):
        return f"<{self.x}>"

    def __abs__(self):
        return math.hypot(self.x, 4) + math.sqrt(self.x)


t = S(2.5)
s = S(3)
print(s.x, t.x, s, t, f"{s.x}", [s.x])
print(s.scaled(2), s.scaled(2.5), t.scaled(2), abs(s), abs(t), abs(S(True)))
words = S("a")
print(words, s, t, words.scaled(2))


def inside():
    first = S(3)
    second = S(0.5)
    third = S(7)
    print(first, second, third)


inside()
