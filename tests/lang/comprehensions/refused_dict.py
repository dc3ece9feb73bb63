# expect-error 2:5: NotImplementedError: a dict comprehension is not supported
d = {k: 1 for k in range(3)}
