# A function that returns a value on one path and None on another.
# expect-error 4:5: TypeError: f() returns
def f(n):
    for i in range(n):
        if i == 3:
            return i
print(f(2))
