# expect-error 4:11: UnboundLocalError: 'x'
x = 10
def f():
    print(x)
    x = 2
f()
