# expect-error 5:13: ValueError: bad 3
def f(n):
    for i in range(n):
        if i == 3:
            raise ValueError(f"bad {i}")
    return n
print(f(2))
print(f(9))
# expect: 2
