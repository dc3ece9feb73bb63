# expect-error 2:5: NotImplementedError: a set comprehension is not supported
d = {k for k in range(3)}
