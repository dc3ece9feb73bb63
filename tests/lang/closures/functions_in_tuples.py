# expect-oracle
def run(fs, x):
    for i in range(2):
        x = x + i
    for f in fs:
        x = f(x)
    return x
def make(n):
    return (lambda x: x * n, lambda x: x - n)
for n in range(1, 4):
    print(run(make(n), 10), run((abs, make(n)[1]), -5))
