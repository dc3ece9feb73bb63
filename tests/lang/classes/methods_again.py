# expect-oracle
# A method under a second name in the class.
class Scaled:
    unit = 2
    twice = unit * 2

    def __init__(self, x):
        self.x = x

    def __mul__(self, k):
        return Scaled(self.x * k)

    __rmul__ = __mul__

    def __str__(self):
        return f"<{self.x}>"

    __repr__ = __str__

    @property
    def value(self):
        return self.x

    amount = value

    @staticmethod
    def zero():
        return Scaled(0)

    nothing = zero


class More(Scaled):
    def __str__(self):
        return f"<<{self.x}>>"


s = Scaled(3)
print(s * 2, 2.5 * s, [s], s.amount, Scaled.nothing(), Scaled.twice)
print(More(1), [More(1)], str(More(2)))
