# expect-error 12:21: NotImplementedError: going through the iterator 'g' in more than one place or turn
# expect-error 16:5: NotImplementedError: yield inside of try is not supported
# expect-error 28:20: NotImplementedError: a generator that goes through another one of itself is not supported
# expect-error 36:11: NotImplementedError: the value of yield from is not supported
# expect-error 41:13: NotImplementedError: going through two generators side by side is not supported
def numbers(n):
    for i in range(n):
        yield i


g = numbers(3)
print(next(g), next(g))


def tried():
    try:
        yield 1
    finally:
        print("done")


for t in tried():
    print(t)


def tree(n):
    if n > 0:
        yield from tree(n - 1)
        yield n


print(list(tree(3)))


def inner():
    got = yield from numbers(2)


print(list(inner()))

for a, b in zip(numbers(3), numbers(4)):
    pass
