# Names that a loop reads before anything has bound them, in it or before it.
# expect-error 10:5: NameError: name 'totl' is not defined. Did you mean: 'total'?
# expect-error 11:7: NameError: name 'count' is not defined. Did you mean: 'round'?
# expect-error 17:9: UnboundLocalError: local variable 'number' referenced before assignment
# expect-error 18:16: UnboundLocalError: local variable 'last' referenced before assignment
# expect-error 25:13: UnboundLocalError: local variable 'inner' referenced before assignment

total = 0
for i in range(3):
    totl += i
while count < 3:
    count += 1


def f(n):
    for i in range(n):
        number += i
        last = last + i
    return 5


def g(n):
    for j in range(n):
        for k in range(n):
            inner += k
    return n


print(f(3))
print(g(3))
