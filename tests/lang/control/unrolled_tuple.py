# Loops over tuples of unlike items.
# expect-oracle
for x in (1, 2.5, "s", None, (1, 2)):
    print(x)
for x in (1, 2.5, 3):
    if x > 2 and x < 3:
        continue
    print(x + 1)
for x in (1, 2.5, 3):
    if x == 2.5:
        break
    print(x)
else:
    print("else")
for x in (1, 2.5):
    pass
else:
    print("else2", x)
def f(n):
    total = 0
    for x in (1, 2.5, 4):
        if n == x:
            return x
        total += x
    return total
print(f(1), f(2.5), f(9))
def g(n):
    for i, x in enumerate((1, 2.0, "z")):
        if i == n:
            continue
        print(i, x)
    return i
print(g(1))
for a, b in ((1, 2), (3.5, 4), ("x", "y")):
    print(a, b)
