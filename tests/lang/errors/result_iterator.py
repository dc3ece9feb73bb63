# An iterator that a function gives, whose parts a call loses, is refused.
# expect-error 11:13: NotImplementedError: a zip as the result of f() is not supported
def f(n):
    a = []
    for i in range(n):
        a.append(i)
    return zip(a, a)


total = 0
for x, y in f(3):
    total += x * y
print(total)
