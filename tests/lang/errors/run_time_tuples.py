# What tuples whose length only the run knows do not do.
# expect-error 8:1: TypeError: 'tuple' object does not support item assignment
# expect-error 9:3: AttributeError: 'tuple' object has no attribute 'append'
# expect-error 10:1: NotImplementedError: + of a tuple is not supported
# expect-error 11:1: NotImplementedError: a slice of a tuple whose length only the run knows is not supported
# expect-error 12:5: TypeError: 'tuple' object does not support item deletion
t = tuple([i for i in range(3)])
t[0] = 1
t.append(1)
t + (1, 2)
t[1:]
del t[0]
