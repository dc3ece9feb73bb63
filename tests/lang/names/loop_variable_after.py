# expect-oracle
for i in range(5):
    pass
print(i)
for i in range(5):
    if i == 3:
        break
print(i)
for i in range(3):
    i = i * 10
    print(i)
print(i)
i = 7
for i in range(0):
    pass
print(i)
def f(n):
    k = -1
    for k in range(n):
        for k in range(k):
            pass
    return k
print(f(0), f(1), f(2), f(5))
for c in "abc":
    pass
print(c)
for i, v in enumerate([1.5, 2.5]):
    pass
print(i, v)
