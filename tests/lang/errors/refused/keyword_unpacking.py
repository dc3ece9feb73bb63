# expect-error 4:3: NotImplementedError
def f(a):
    return a
f(**{"a": 1})
