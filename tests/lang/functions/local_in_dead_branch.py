# expect-error 6:12: UnboundLocalError: 'x'
x = 10
def f():
    if False:
        x = 1
    return x
print(f())
