# expect-error 3:12: NameError: name 'missing' is not defined
def f():
    return missing + 1
f()
