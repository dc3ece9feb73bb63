# expect-error 2:1: NotImplementedError: try is not supported
try:
    print(1)
except ValueError:
    print(2)
