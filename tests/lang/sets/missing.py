# expect-error 3:1: KeyError: 5
s = {1, 2}
s.remove(5)
