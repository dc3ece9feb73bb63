# expect-oracle
import sys
def pick(n):
    if n > 1:
        return 1
    return 2.5
n = len(sys.argv)
x = pick(n)
y = pick(n + 5)
print(x, y, x + 1, y * 2)
print(f"{x} {y}")
print((x, y), [x])
