# expect-oracle
if (n := len("abcd")) > 3:
    print(n)
while (n := n - 1) > 0:
    print(n)
print(n)
print((y := 5) + y * 2, y)
def f(x):
    return (z := x * 2) + z
print(f(4), f(1.5))
xs = [last := k * k for k in range(4)]
print(xs, last)
print([t for k in range(5) if (t := k * 3) > 4], t)
a = [(m := 1), m + 1, m + 2]
print(a, m)
