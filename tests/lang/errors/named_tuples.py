# What named tuples refuse, as CPython does, and what is not there.
# expect-error 17:1: TypeError: __new__() missing 1 required positional argument: 'y'
# expect-error 18:9: AttributeError: 'P' object has no attribute 'z'
# expect-error 19:1: AttributeError: can't set attribute
# expect-error 20:1: TypeError: 'P' object does not support item assignment
# expect-error 21:1: ValueError: Got unexpected field names: ['z']
# expect-error 22:5: ValueError: Encountered duplicate field name: 'a'
# expect-error 23:5: ValueError: Type names and field names must be valid identifiers: '1a'
# expect-error 26:1: NotImplementedError: __eq__ of a named tuple is not supported
# expect-error 34:7: NotImplementedError: typing.List outside of annotations is not supported
from collections import namedtuple
from typing import List, NamedTuple

P = namedtuple("P", "x y")
p = P(1, 2)

P(1)
print(p.z)
p.x = 3
p[0] = 1
p._replace(z=1)
Q = namedtuple("Q", "a a")
R = namedtuple("R", ["1a"])


class S(NamedTuple):
    x: int

    def __eq__(self, other):
        return True


l = 0
print(List(1))
