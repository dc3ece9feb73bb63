# expect-oracle
import numpy as np
x: int = 3
y: float = 2.5
z: "float64[:]" = np.zeros(3)
w: int
b: bool = True
s: str = "a"
n: np.ndarray = np.arange(2)
print(x, y, z, b, s, n)
def f(a: int, b: "float" = 1.5, *, c: np.ndarray = None) -> float:
    t: float = a * b
    return t
print(f(2), f(2, 3.5))
def g(a: float) -> int:
    return a
print(g(1), g(2.5))
