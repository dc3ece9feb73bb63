# expect-error 2:7: ZeroDivisionError
print(1 // 0)
