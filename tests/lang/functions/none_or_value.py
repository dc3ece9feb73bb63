# A function that gives a value on one path and None on the other.
# expect-oracle
def f(n):
    for i in range(n):
        if i == 3:
            return i
print(f(2), f(5))
