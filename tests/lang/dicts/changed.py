# expect-error 3:10: RuntimeError: dictionary changed size during iteration
d = {1: 2}
for k in d:
    d[k + 1] = 0
