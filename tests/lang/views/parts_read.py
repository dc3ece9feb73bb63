# expect-oracle
# The parts of complex arrays, read and written, before and after the array changes.
import numpy as np


def ramp(n):
    return np.arange(n) * 0.5 - 3 + 1j * (np.arange(n) % 7 - 2.5)


def squares(z):
    return z.real * z.real + z.imag * z.imag


def changed_between(z):
    x = z.real
    z += 10
    return x * 2


def changed_in_loop(z, steps):
    x = z.real
    total = np.zeros(len(z))
    for _ in range(steps):
        total += x * 0.5
        z *= 1.5
    return total


def not_changed(z):
    x = z.real
    y = x[1:] - x[:-1]
    w = z.copy()
    w += 1j
    return y + w.imag[1:]


def written(z):
    z.real[...] = 2
    z.imag *= -1
    return z.real + z.imag


def both(z, out):
    x, y = z.real, z.imag
    out[:] = x * 2 + y
    return np.hypot(x, y).sum() + x.sum()


def kept(z):
    x = z.imag
    z[:] = 0
    return x


def chosen(z, flag):
    x = z.real
    if flag:
        x = z.imag
    return x + 1


def guarded(z):
    x = z.real
    try:
        return x * 2 + np.ones(3)
    except ValueError:
        return x * 3


def escape(c, steps):
    z = np.zeros_like(c)
    counts = np.zeros(c.shape, dtype=np.int64)
    for _ in range(steps):
        inside = z.real * z.real + z.imag * z.imag < 4.0
        counts[inside] += 1
        z[inside] = z[inside] * z[inside] + c[inside]
    return counts


for n in (0, 1, 3, 7, 8, 9, 17, 40):
    print(squares(ramp(n)), squares(ramp(2 * n)[::2]), squares(ramp(n)[::-1]))
    print(changed_between(ramp(n)), changed_in_loop(ramp(n), 3))
    print(written(ramp(n)), both(ramp(n), np.empty(n)), kept(ramp(n)))
    print(chosen(ramp(n), n % 2 == 0), guarded(ramp(n)))
    print(squares(ramp(n).astype(np.complex64)).dtype)
print(not_changed(ramp(9)))
m = ramp(30).reshape(5, 6)
print(squares(m), squares(m.T), squares(m[:, ::2]), squares(m.T).flags.f_contiguous)
print((m.real.T + m.imag.T).strides, m.T.real.sum(0), (m.real * m[0].imag).sum(1))
plane = np.linspace(-2.0, 1.0, 21) + 1j * np.linspace(-1.5, 1.5, 13)[:, np.newaxis]
print(escape(plane, 30))
