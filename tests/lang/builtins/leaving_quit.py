# expect: before
print("before")
if len("ab") == 2:
    quit()
print("after")
