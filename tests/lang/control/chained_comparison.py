# expect-oracle
def t(x):
    print("t", x)
    return x
print(t(1) < t(2) < t(3))
print(t(3) < t(2) < t(1))
print(1 < 2 < 3 < 0 < t(9))
for k in range(4):
    print(0 < k < 3, 0 <= k <= 2 != 1, k == k == 1)
x = 2.5
print(1 < x <= 2.5 != 3, 1 == 1.0 == True)
print(1 in [1, 2] in [[1, 2]] if False else "skip")
