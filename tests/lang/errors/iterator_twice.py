# expect-error 6:12: NotImplementedError: going through the iterator 'pairs' in more than one place
# expect-error 10:23: NotImplementedError: going through the iterator 'back' in more than one place
pairs = zip([1, 2], [3, 4])
for a, b in pairs:
    print(a, b)
print(list(pairs))
back = reversed([1, 2])
count = 0
for i in range(2):
    count += sum(list(back))
