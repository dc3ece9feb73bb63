# expect-oracle
out = []
for i in range(4):
    for j in range(4):
        if j == 1:
            continue
        if j == 3 or i == 2:
            break
        out.append(i * 10 + j)
    if i == 3:
        continue
    out.append(i)
print(out)
n = 0
while True:
    n += 1
    if n % 2:
        continue
    if n > 6:
        break
    k = 0
    while k < n:
        k += 1
        if k == 3:
            break
    print(n, k)
print(n, k)
