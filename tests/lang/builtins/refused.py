# expect-error 3:7: NotImplementedError: map() is not supported
x = [1, 2]
print(map(abs, x))
