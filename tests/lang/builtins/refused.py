# expect-error 3:7: NotImplementedError
x = [1, 2]
print(vars(x))
