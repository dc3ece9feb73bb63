# Lists of zeros that get floats.
# expect-oracle
counts = [0] * 5
for v in [1, 3, 3]:
    counts[v] += 1
print(counts)
total = [0] * 2
total[0] += 0.5
print(total)
m = [[0] * 3 for _ in range(2)]
m[1][1] = 2.5
print(m, m[0][0] + m[1][1])
