# expect-error 3:10: ValueError: range() arg 3 must not be zero
n = len("") * 1
for i in range(0, 5, n):
    print(i)
