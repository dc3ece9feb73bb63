# expect-error 4:7: IndexError: string index out of range
s = "abc"
n = len(s)
print(s[n])
