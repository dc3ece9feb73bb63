# expect-oracle
for n in range(1, -1, -1):
    del n
for n in range(2):
    for i in range(n * n - n):
        last = i
print("before")
print(last)
