# Sets give their numbers in CPython's order.
# expect-oracle
print({1, 2, 3}, {3, 1, 2}, {100, 5, 64, 33}, {1.5, 2, True}, {-1, -2}, {10**18, 7}, set([8, 16, 24, 1, 9]), {0.1, 0.2, 0.3})
s = set()
for i in range(20):
    s.add(i * 37 % 101)
print(s)
for i in range(0, 20, 2):
    s.discard(i * 37 % 101)
print(s, s.pop(), s)
