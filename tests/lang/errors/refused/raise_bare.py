# expect-error 2:1: NotImplementedError
raise
