# expect-oracle
def f(n):
    return 10 // n
print(f(3))
for k in range(2, -1, -1):
    print(f(k))
