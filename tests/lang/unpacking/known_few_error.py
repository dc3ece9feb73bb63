# expect-error 3:1: ValueError: not enough values to unpack (expected 3, got 2)
t = (1, 2)
a, b, c = t
