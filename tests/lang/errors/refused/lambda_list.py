# expect-error 2:1: NotImplementedError
fs = [lambda x: x, lambda x: x + 1]
print(fs[0](1))
