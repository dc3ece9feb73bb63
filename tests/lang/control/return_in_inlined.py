# expect-oracle
def first(a, v):
    for i in range(len(a)):
        if a[i] == v:
            return i
    return -1
def twice(a, v):
    return first(a, v) * 2
def clamp(x):
    if x < 0:
        return 0
    if x > 10:
        return 10
    return x
def both(x, y):
    return clamp(x), clamp(y)
l = [3, 5, 7]
print(first(l, 5), twice(l, 7), twice(l, 1))
print(both(-5, 20), both(3, 4), both(2.5, 99.5))
total = 0
for k in range(-3, 15):
    total += clamp(k)
print(total)
