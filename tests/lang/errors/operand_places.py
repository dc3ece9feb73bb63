# expect-error 4:12: TypeError: unsupported operand type(s) for -: 'str' and 'int'
def f(x):
    y = 1
    return x - y
print(f(3))
print(f("s"))
