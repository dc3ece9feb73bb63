# expect-error 3:7: KeyError: 'y'
d = {"x": 1}
print(d["y"])
