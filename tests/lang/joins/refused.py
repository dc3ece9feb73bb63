# Unlike values that only one path has are refused where they are used.
# expect-error 8:9: TypeError: 'x' is
for k in range(100):
    if k:
        x = "text"
    else:
        x = 1.5
    y = x
