# expect-error 3:7: OverflowError
x = 9223372036854775807
print(x + 1)
