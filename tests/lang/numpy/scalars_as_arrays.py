# NumPy's scalars have the methods of arrays.
# expect-oracle
import numpy as np

a = np.arange(6.0)

print(np.float64(3).sum(axis=-1))
print(np.float64(3).sum(), np.float64(3).mean(), np.float64(3).max(axis=0), np.int32(3).any(), np.float64(3).std(), np.float64(3).prod(), np.float64(3).cumsum(), np.float64(3).argmax())
print(np.float64(3).reshape(1), np.float64(3).flatten(), np.float64(3).ravel(), np.float64(3).T, np.float64(3).copy(), np.float64(3).astype(int), np.float64(3).item(), np.float64(3).tolist(), np.float64(3.7).round(), np.float64(3).clip(0, 2), np.float64(3).real, np.complex64(1+2j).imag, np.float64(3).squeeze(), np.float64(3).transpose(), np.float64(3).conj())
print(np.float64(3)[()])
print(np.sum(3), np.sum(3.0), np.mean(3), np.max(3), np.sum(np.float64(3), axis=0), np.sum(np.array(3.0), axis=0), np.sum(np.array(3.0), axis=-1))
print(np.iterable(a), np.iterable(3), np.iterable([1]), np.iterable("a"), np.iterable(np.float64(2)), np.iterable(np.array(2)), np.iterable((1, 2)))
