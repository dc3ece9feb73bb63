# expect-oracle
l = [1]
l.append(2)
print("before")
x, y, z = l
