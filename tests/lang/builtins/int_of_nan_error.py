# expect-error 3:7: ValueError: cannot convert float NaN to integer
x = float("nan")
print(int(x))
