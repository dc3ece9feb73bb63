# expect-oracle
def classify(x, y, z):
    if x > 0:
        if y > 0:
            if z > 0:
                r = 1
            else:
                r = 2.0
        elif y == 0:
            r = True
        else:
            if z:
                return "neg"[0:1] == "n"
            r = 4
    else:
        r = 5
    return r
for x in range(2):
    for y in range(-1, 2):
        for z in range(2):
            print(x, y, z, classify(x, y, z))
