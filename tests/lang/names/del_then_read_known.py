# expect-error 5:7: NameError: name 'x' is not defined
x = 1
print(x)
del x
print(x)
