# expect: 8
# expect-error 6:11: ValueError: a negative exponent gives a float: write float(x) ** n


for n in [3, -1]:
    print(2 ** n)
