# expect-oracle


def bools(a, b):
    print(a + b, a - b, a * b, a & b, a | b, a ^ b, ~a, -a, not a)
    print(a & 6, a | 6, a < b, a == b, a + 1.5)


def numbers(c, k):
    print(c + k, c - 1.5, c * c, c / (1 + k), -c, c == 1 + 2j, c != c)


for p in [True, False]:
    for q in [True, False]:
        bools(p, q)
for k in [0, 1, 2]:
    numbers(1 + 2j, k)
