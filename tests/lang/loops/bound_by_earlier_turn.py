# expect-oracle
# A loop's names that only a turn before has bound, from loops inside as well.
for j in range(3):
    for i in range(j):
        t += i
    t = 10
print(t)
for j in range(3):
    k = 0
    while k < 2:
        if j > 0:
            v = v + 1
        k += 1
    v = j
print(v)


def f(n):
    for a in range(n):
        if a > 0:
            print(w)
        w = a
    return w


print(f(3))
for j in range(2):
    for i in range(2):
        u = u + j
    u = 0
