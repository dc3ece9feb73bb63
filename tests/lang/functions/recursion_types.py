# expect-oracle
def collatz(n, steps):
    if n == 1:
        return steps
    if n % 2 == 0:
        return collatz(n // 2, steps + 1)
    return collatz(3 * n + 1, steps + 1)
print(collatz(27, 0), collatz(1, 0.5))
def mixed(n):
    if n == 0:
        return 0
    if n == 1:
        return 0.5
    return mixed(n - 2)
for n in range(4):
    print(mixed(n))
def power(x, n):
    if n == 0:
        return 1
    h = power(x, n // 2)
    if n % 2:
        return h * h * x
    return h * h
print(power(2, 10), power(1.5, 5), power(2, 0), power(1.5, 0))
def gcd(a, b):
    return a if b == 0 else gcd(b, a % b)
print(gcd(48, 36))
def pair(n):
    if n == 0:
        return (0, 1.5)
    a, b = pair(n - 1)
    return (a + 1, b * 2)
print(pair(3))
