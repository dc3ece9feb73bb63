# Tuples that grow in loops of known length.
# expect-oracle
t = ()
for i in range(4):
    t = t + (i,)
print(t)
s = (0,)
for i in range(3):
    if i == 1:
        continue
    s = s + (i * 1.5,)
print(s)
