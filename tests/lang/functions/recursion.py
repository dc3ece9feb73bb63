# expect-oracle
def fact(n):
    return 1 if n <= 1 else n * fact(n - 1)
print(fact(1), fact(10), fact(20))
def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)
print(fib(20))
def even(n):
    if n == 0:
        return True
    return odd(n - 1)
def odd(n):
    if n == 0:
        return False
    return even(n - 1)
print(even(10), odd(7), even(7))
def down(n):
    if n == 0:
        return 0
    return down(n - 1) + 0.5
print(down(0), down(3))
def pair(n):
    if n == 0:
        return 0, 1
    a, b = pair(n - 1)
    return b, a + b
print(pair(10))
def show(n):
    if n > 0:
        print(n)
        show(n - 1)
show(3)
def ack(m, n):
    if m == 0:
        return n + 1
    if n == 0:
        return ack(m - 1, 1)
    return ack(m - 1, ack(m, n - 1))
print(ack(2, 3))
