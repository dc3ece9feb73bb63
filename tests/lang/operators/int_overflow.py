# expect: 4611686018427387904
# expect-error 8:12: OverflowError: integer result does not fit 64 bits


def double(n):
    print(n)
    # a wrong number is never given
    return n * 2


print(double(2 ** 62))
