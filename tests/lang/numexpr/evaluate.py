# ne.evaluate: names in scope, numexpr's functions, reductions, out=, dicts; NumPy's values and types.
# expect: [ 1.  4.  9. 16.]
# expect: True float64
# expect: True float32
# expect: True
# expect: [False  True  True False]
# expect: 30.0
# expect: [ 4. 10. 18.] [25. 36.]
# expect: 3.0 ()
# expect: [101. 102. 103. 104.]
# expect: [11. 12. 13. 14.]
# expect: [2. 4. 6. 8.] True
# expect: [1.+2.j 2.+4.j] [1. 2.]
# expect: True
# expect: [1 0 1 0] int64
# expect: [3.5 7. ]
import numpy as np
import numexpr as ne

a = np.array([1.0, 2.0, 3.0, 4.0])
b = np.linspace(0.1, 1.0, 4)
print(ne.evaluate("a ** 2"))
r = ne.evaluate("2*a + 3*b - sin(a)*exp(-b)")
print(np.array_equal(r, 2 * a + 3 * b - np.sin(a) * np.exp(-b)), r.dtype)
f = a.astype(np.float32)
g = ne.evaluate('f * 2.0 + 1')
print(np.array_equal(g, f * 2.0 + 1), g.dtype)
print(np.array_equal(ne.evaluate("where((a > 1) & ~(b > 0.9), a, -b)"),
                     np.where((a > 1) & ~(b > 0.9), a, -b)))
print(ne.evaluate("(a > 1) & (a < 4)"))
print(ne.evaluate("sum(a**2)"))
m = np.array([[1.0, 5.0, 3.0], [4.0, 2.0, 6.0]])
n = m * 1
print(ne.evaluate("""prod(m, axis=0)"""), ne.evaluate("max(m * n, axis=1)"))
print(ne.evaluate("1 + 2.0"), ne.evaluate("1 + 2.0").shape)


def local(x, scale):
    y = x + 100
    return ne.evaluate("y * scale")


print(local(a, 1.0))
print(ne.evaluate("p + q", local_dict={"p": a, "q": np.full(4, 10.0)}))
out = np.zeros(4)
same = ne.evaluate("2 * a", out=out)
print(out, same is out)
c = ne.evaluate("complex(x, y)", local_dict={"x": np.array([1.0, 2.0]), "y": np.array([2.0, 4.0])})
print(c, ne.evaluate("real(c)"))
k = np.arange(4)
print(np.array_equal(ne.evaluate("k // 2 + k % 3"), k // 2 + k % 3))
print(ne.evaluate("(k + 1) & 1"), ne.evaluate("k | 1").dtype)
expression = "3.5 * t"
print(ne.evaluate(expression, {"t": np.array([1.0, 2.0])}))
