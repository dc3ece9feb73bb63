# expect-oracle
l = [k if k else 0.5 for k in range(3)]
print(l)
