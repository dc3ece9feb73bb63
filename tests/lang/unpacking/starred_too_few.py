# expect-error 2:1: ValueError: not enough values to unpack (expected at least 1, got 0)
a, *b = []
