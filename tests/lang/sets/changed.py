# expect-error 3:10: RuntimeError: Set changed size during iteration
s = {1, 2}
for x in s:
    s.discard(x)
