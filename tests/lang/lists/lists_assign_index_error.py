# expect-error 3:1: IndexError: list assignment index out of range
l = [1, 2, 3]
l[-4] = 1
