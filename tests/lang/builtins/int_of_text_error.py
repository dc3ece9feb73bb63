# expect: 5
# expect-error 6:7: ValueError: invalid literal for int() with base 10: '4x'
s = "5"
print(int(s))
t = "4x"
print(int(t))
