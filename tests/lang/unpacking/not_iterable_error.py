# expect-error 3:1: TypeError: cannot unpack non-iterable int object
n = 5
a, b = n
