# expect: ABC
# expect-error 5:7: NotImplementedError: case and kind of characters outside of ASCII are not supported
name = "\u00e9t\u00e9"
print("abc".upper())
print(name.upper())
