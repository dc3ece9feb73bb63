# Several errors are reported in one go.
# expect-error 5:7: NameError: 'a1'
# expect-error 6:7: NameError: 'b1'
x = 1
print(a1)
print(b1)
