# expect-oracle
# Operators of Python's int, on values that only the run knows.


def arithmetic(a, b):
    print(a + b, a - b, a * b, -a, +a, ~a, not a)
    print(a / b, a // b, a % b)
    print(a & b, a | b, a ^ b)
    print(a == b, a != b, a < b, a <= b, a > b, a >= b)


def shifts(a, n):
    print(a << n, a >> n)


def powers(a):
    print(a ** 0, a ** 1, a ** 2, a ** 3, a ** 13, 2 ** (a + 3))


for i in [-3, -2, -1, 0, 1, 2, 3]:
    arithmetic(i, 2)
    arithmetic(i, -3)
    shifts(i, 3)
    powers(i)
