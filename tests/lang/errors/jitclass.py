# What a jitclass has no field for, or not of the type, is reported when compiling.
# expect-error 20:9: AttributeError: the spec of A has no field 'z'
# expect-error 25:1: TypeError: the field 'n' of A is int32, the value is str
# expect-error 26:1: TypeError: the field 'a' of A is float64[:], the value is int64[:]
# expect-error 27:9: AttributeError: 'A' object has no attribute 'zz'
# expect-error 32:5: TypeError: class members are not yet supported: k
# expect-error 40:9: NotImplementedError: a base of a jitclass, or one as a base is not supported
# expect-error 47:11: TypeError: the spec of a jitclass is a list of names and types that the program writes out
import numpy as np
from numba import float64, int32
from numba.experimental import jitclass


@jitclass([("n", int32), ("a", float64[:])])
class A:
    def __init__(self, n):
        self.n = n

    def grow(self):
        self.z = self.n


a = A(1)
a.grow()
a.n = "three"
a.a = np.arange(3)
print(a.zz)


@jitclass
class B:
    k: int = 1


class Plain:
    pass


@jitclass([])
class C(Plain):
    pass


names = ["n"]


@jitclass(names)
class D:
    pass
