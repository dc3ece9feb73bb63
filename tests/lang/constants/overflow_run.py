# expect-error 5:13: OverflowError
def f(n):
    x = 1
    for i in range(n):
        x = x * 10
    return x
print(f(18))
print(f(19))
# expect: 1000000000000000000
