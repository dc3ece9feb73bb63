# expect-error 3:7: ValueError: 'b' is not in list
l = ["a"]
print(l.index("b"))
