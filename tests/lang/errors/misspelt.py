# expect-error 5:7: NameError: Did you mean: 'width'?
def f(n):
    return n
width = 3
print(widht)
print(f(1))
