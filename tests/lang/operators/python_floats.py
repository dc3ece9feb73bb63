# expect-oracle
# Operators of Python's float, with ints and bools beside it.


def arithmetic(a, b):
    print(a + b, a - b, a * b, a / b, a // b, a % b)
    print(-a, +a, not a, a == b, a < b, a >= b)


for x in [-7.5, -0.5, -0.0, 0.25, 3.0, 1e300]:
    for y in [-2.5, 0.1, 4.0]:
        arithmetic(x, y)
    arithmetic(x, 3)
    arithmetic(3, x - 0.125)
    arithmetic(x, True)
    print(x ** 2, x ** 1, x ** 0, (x * x) ** 0.5)
print(1e308 * 10, 1e308 * 10 - 1e308 * 10, 10 ** -3, 2 ** -1, (-8) ** 0.5)
