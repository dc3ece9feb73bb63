# expect-error 2:1: NotImplementedError: a generator function is not supported
def g():
    yield 1
for x in g():
    print(x)
