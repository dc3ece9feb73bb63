# Python's complex numbers divide and take powers as CPython computes them.
# expect-oracle
for z in [1j, -1 + 0j, 2 - 3j, 0.5 + 1j, -1j]:
    for n in range(-5, 8):
        print(z ** n, end=" ")
    print(z ** 2.0, z ** 0.5, z ** 1, z ** 2, z ** 3, z ** 100, z**-2)
print((1j ** 2) ** 2, (-1+0j) ** 2, pow(-1+0j, 2))
for a in [1.3 + 2.7j, -0.1 + 3j, 7 - 0.3j, 1e300 + 1e-300j, 0j]:
    for b in [3 + 0.7j, 0.1 - 7j, -1.1 + 0.9j, 1e200 + 1e199j, 5j]:
        print(a / b, a * b, 1 / b, a / 3, 2.5 / b)
