# expect-error 3:7: ValueError: min() arg is an empty sequence
x = [1][1:]
print(min(x))
