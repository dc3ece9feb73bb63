# Properties with setters, also in a class derived from the one that defines them.
# expect-oracle
class Circle:
    def __init__(self, radius):
        self._radius = radius

    @property
    def radius(self):
        return self._radius

    @radius.setter
    def radius(self, value):
        if value < 0:
            raise ValueError("negative radius")
        self._radius = value

    @property
    def area(self):
        return 3.0 * self._radius**2


class Disc(Circle):
    def __init__(self, radius, height):
        super().__init__(radius)
        self.height = height


c = Circle(2.0)
c.radius = 3.0
c.radius += 1.5
print(c.radius, c.area)
d = Disc(1.0, 2.0)
d.radius = 5.0
print(d.radius, d.area, d.height)
try:
    c.radius = -1.0
except ValueError as e:
    print(e)
print(c.radius)
