# Unknown attributes and texts that would be addresses are reported, with a suggestion.
# expect-error 17:9: AttributeError: 'Point' object has no attribute 'lenght'. Did you mean: 'length'?
# expect-error 18:13: AttributeError: type object 'Point' has no attribute 'origin'
# expect-error 19:1: NotImplementedError: the text of a Point object without __repr__
# expect-error 20:1: TypeError: __init__() missing 1 required positional argument: 'x'
# expect-error 21:1: TypeError: unsupported operand type(s) for +: 'Point' and 'int'
class Point:
    def __init__(self, x):
        self.x = x

    def length(self):
        return self.x


p = Point(1)
print(p.x)
print(p.lenght())
print(Point.origin())
print(p)
Point()
p + 1
