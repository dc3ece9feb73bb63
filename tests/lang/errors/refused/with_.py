# expect-error 2:6: NotImplementedError
with open("x") as f:
    print(1)
