# expect-error 7:7: TypeError: unsupported operand type(s) for +: 'NoneType' and 'int'
def find(xs, t):
    for i in range(len(xs)):
        if xs[i] == t:
            return i
q = find([1], 5)
print(q + 1)
