# expect-oracle
import math
def f(x, y):
    return math.sqrt(x * x + y * y)
def g(x):
    return math.sqrt(x * x * x)
print(f(3.0, 4.0), f(float("nan"), 1.0), f(float("inf"), 1.0))
for v in (2.0, 0.5):
    print(g(v))
