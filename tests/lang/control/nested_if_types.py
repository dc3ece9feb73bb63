# expect-oracle
def f(a, b):
    if a:
        x = 1
        if b:
            x = 1.5
        y = x
    else:
        if b:
            x = True
        else:
            x = 3
        y = x + 1
    return x, y
for a in (True, False):
    for b in (True, False):
        print(f(a, b))
