# Defaults are evaluated once, where the function is defined.
# expect-oracle
x = 5
def f(a, b=x, c=2 * x):
    return a, b, c
x = 50
print(f(1), f(1, 2), f(1, c=3), f(c=1, a=2))
def g(n, acc=[]):
    acc.append(n)
    return len(acc)
print(g(1), g(2), g(3))
for k in range(3):
    def h(y=k):
        return y * 10
    print(h(), h(7))
print(h())
def noisy():
    print("noisy")
    return 1
def q(v=noisy()):
    return v
print(q(), q(), q(3))
