# expect-oracle
def f(n):
    for i in range(n):
        if i != 1:
            print(last)
        last = i
f(3)
