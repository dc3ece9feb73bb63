# expect: 3
# expect-error 5:7: IndexError: list index out of range
l = [1, 2, 3]
print(l[2])
print(l[3])
