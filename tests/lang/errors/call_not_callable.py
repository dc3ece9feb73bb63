# expect-error 3:1: TypeError: 'int' object is not callable
x = 3
x(1)
