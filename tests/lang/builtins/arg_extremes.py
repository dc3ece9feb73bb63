# expect-oracle
import numpy as np

for dtype in ("?", "b", "u2", "i8", "u8", "f2", "f4", "f8"):
    a = (np.arange(60) * 17 % 23 - 7).astype(dtype).reshape(3, 4, 5)
    print(a.dtype, a.argmin(), a.argmax(), a[::-1, :, ::2].argmax(), a.T.argmin())
    print(a.argmin(axis=0), a.argmax(axis=1), a[:, ::-1].argmin(axis=-1))
x = np.array([[1.0, np.nan, 3.0, np.nan], [-0.0, 0.0, -0.0, 0.0], [np.inf, -np.inf, np.inf, -np.inf]])
print(x.argmin(), x.argmax(), x.argmin(axis=1), x.argmax(axis=1), x.argmax(axis=0))
print(np.full(5, np.nan).argmin(), np.full(3, -np.inf).argmax(), np.full(3, np.inf).argmin())
z = np.array([[1j, 1 + 0j, 1 - 1j], [complex(0, np.nan), 5 + 0j, 0j]])
print(z.argmin(axis=1), z.argmax(axis=1), z.argmax())
