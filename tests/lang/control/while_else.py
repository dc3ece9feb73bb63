# expect-oracle
n = 3
while n > 0:
    n -= 1
else:
    print("done", n)
n = 5
while n > 0:
    n -= 1
    if n == 2:
        break
else:
    print("not here")
print(n)
while False:
    print("never")
else:
    print("else")
def f(n):
    while True:
        n += 1
        if n > 10:
            break
    else:
        return -1
    return n
print(f(3))
def g(n):
    while n > 0:
        if n == 7:
            return 70
        n -= 1
    else:
        return "x" == "y"
print(g(9))
