# expect-error 3:7: ValueError: could not convert string to float: 'abc'
s = "abc"
print(float(s))
