# expect-error 5:9: NotImplementedError: nonlocal is not supported
def f():
    x = 1
    def g():
        nonlocal x
        x = 2
    g()
    return x
f()
