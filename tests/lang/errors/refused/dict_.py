# expect-error 2:5: NotImplementedError: a dict is not supported
d = {"a": 1}
