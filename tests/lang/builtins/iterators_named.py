# expect-oracle
z = zip([1, 2], [3, 4])
print(list(z))
pairs = enumerate(zip([1, 2], [3, 4]))
s = 0
for i, (a, b) in pairs:
    s += i * a * b
print(s)
for k in range(3):
    back = reversed(range(k))
    print(list(back))
    e = enumerate("ab")
    for i, c in e:
        print(i, c)
print([list(zip([i], [i])) for i in range(2)])
