# A function that is another one in each call of itself.
# expect-error 7:12: RecursionError: arguments of other types
def walk(n, f):
    if n == 0:
        for i in range(2):
            print(f(i))
    return walk(n - 1, lambda x: x + n)
print(walk(0, lambda x: x + 5))
