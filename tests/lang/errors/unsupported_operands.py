# expect-error 2:7: TypeError: unsupported operand type(s) for +: 'int' and 'str'
print(1 + "a")
