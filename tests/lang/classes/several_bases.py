# Several bases: Python's order of looking for attributes, super() along it, mixins, dataclasses.
# expect-oracle
from dataclasses import dataclass


class Base:
    def __init__(self):
        self.steps = ["Base"]

    def name(self):
        return "Base"

    def area(self):
        return 0.0


class Left(Base):
    def __init__(self):
        super().__init__()
        self.steps.append("Left")

    def name(self):
        return "Left+" + super().name()


class Right(Base):
    def __init__(self):
        super().__init__()
        self.steps.append("Right")

    def name(self):
        return "Right+" + super().name()


class Both(Left, Right):
    def __init__(self):
        super().__init__()
        self.steps.append("Both")

    def name(self):
        return "Both+" + super().name()


class Mixin:
    scale = 2.0

    def describe(self):
        return f"{self.name()} {self.area() * self.scale}"

    @classmethod
    def make(cls, *args):
        return cls(*args)


class Square(Mixin, Base):
    def __init__(self, side):
        super().__init__()
        self.side = side

    def area(self):
        return self.side**2


class Plain(object):
    def __init__(self):
        super().__init__()
        self.x = 1


b = Both()
print(b.steps, b.name())
print(Left().steps, Left().name(), Right().name())
print(isinstance(b, Left), isinstance(b, Right), isinstance(b, Base), isinstance(Left(), Right))
print(issubclass(Both, Right), issubclass(Left, Right), issubclass(Base, Base))
s = Square.make(3.0)
print(s.describe(), s.steps, Square.scale)
print(Plain().x)


@dataclass
class A:
    x: int
    y: float = 1.5


@dataclass
class B:
    z: int = 3


@dataclass
class C(B, A):
    y: float = 7.0
    w: int = 9


print(C(1), C(1, 2.0, 3, 4) == C(1, 2.0, 3, 4))
