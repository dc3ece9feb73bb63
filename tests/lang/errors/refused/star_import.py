# expect-error 2:1: NotImplementedError
from numpy import *
print(arange(3))
