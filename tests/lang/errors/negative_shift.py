# expect-oracle
for k in range(2, -2, -1):
    print(1 << k)
