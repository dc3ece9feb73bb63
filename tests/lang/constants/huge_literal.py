# expect-error 2:7: OverflowError: does not fit 64 bits
print(9223372036854775808)
