# expect-oracle
def f(n):
    i = 0
    while i < n:
        if i > 0:
            print(prev)
        prev = i * 1.5
        i += 1
    return i
print(f(3))
def g(n):
    for i in range(n):
        if i:
            print(last)
        last = i
g(3)
