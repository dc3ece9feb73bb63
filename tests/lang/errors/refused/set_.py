# expect-error 2:5: NotImplementedError: a set is not supported
d = {1, 2}
