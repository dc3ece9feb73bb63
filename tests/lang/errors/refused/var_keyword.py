# expect-error 2:9: NotImplementedError
def f(**kw):
    return 1
print(f(a=1))
