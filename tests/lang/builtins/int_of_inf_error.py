# expect-error 3:7: OverflowError: cannot convert float infinity to integer
x = float("inf")
print(int(x))
