# expect-error 7:12: NotImplementedError: going through the iterator 'pairs' in more than one place
# expect-error 11:23: NotImplementedError: going through the iterator 'back' in more than one place
# expect-error 12:11: NotImplementedError: naming a generator expression (write a list) is not supported
pairs = zip([1, 2], [3, 4])
for a, b in pairs:
    print(a, b)
print(list(pairs))
back = reversed([1, 2])
count = 0
for i in range(2):
    count += sum(list(back))
squares = (i * i for i in range(3))
