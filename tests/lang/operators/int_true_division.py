# expect-oracle
# Beyond 2**53 int / int is still rounded once.


def divide(a, b):
    print(a / b, -a / b, b / a)


big = 2 ** 53 + 1
for k in [0, 1, 2, 12345678901]:
    divide(big + k, 3)
    divide(big + k, big - k)
    divide((big + k) * 100, 7)
    divide((big + k) * 511 + k, 2 ** 62 - k)
