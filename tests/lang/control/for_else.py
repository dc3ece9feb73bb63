# expect-oracle
def prime(n):
    for k in range(2, n):
        if n % k == 0:
            break
    else:
        return True
    return False
for n in range(2, 12):
    print(n, prime(n))
for i in range(3):
    for j in range(3):
        if j == i:
            break
        print(i, j)
    else:
        print("else", i)
        continue
    if i == 2:
        break
else:
    print("outer else")
for i in range(3):
    for j in range(i):
        if j == 5:
            break
    else:
        print("inner", i)
else:
    print("outer")
