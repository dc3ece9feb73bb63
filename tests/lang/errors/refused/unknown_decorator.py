# expect-error 2:2: NameError
@cache
def f(x):
    return x
print(f(1))
