# expect-oracle
for i in range(3):
    t = i * 2
    print(t)
    del t
t = "after"
print(t)
def f(n):
    for i in range(n):
        tmp = i
        if i == 1:
            del tmp
            tmp = 2.5
        print(tmp)
    return tmp
print(f(3))
