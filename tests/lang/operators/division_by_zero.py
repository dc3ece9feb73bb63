# expect: 3
# expect-error 7:12: ZeroDivisionError: integer division or modulo by zero


def divide(a, b):
    print(a)
    return a // b


divide(3, 0)
