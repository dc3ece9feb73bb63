# expect-oracle
s = slice(1, 8, 2)
print(s.start, s.stop, s.step)
t = slice(None, 4)
print(t.start, t.stop, t.step)
