# expect-oracle
# Names that a loop gives a new value computed from the last: one array serves for all turns, and what
# the name held before the loop is left alone.
import numpy as np


def logistic(x, a, steps):
    for k in range(steps):
        x = a * x * (1 - x)
    return x


def oscillator(x, v, dt, steps):
    for k in range(steps):
        x = x + dt * v
        v = v - dt * x
    return x, v


def runge_kutta(x, h, steps):
    t = 0.0
    for k in range(steps):
        k1 = -x + t
        k2 = -(x + h / 2 * k1) + t
        k3 = -(x + h * k2) + t
        x = x + h / 6 * (k1 + 4 * k2 + k3)
        t += h
    return x, t


def updated_copy(u, c, steps):
    for k in range(steps):
        un = u.copy()
        un[1:-1] = u[1:-1] + c * (u[2:] - 2 * u[1:-1] + u[:-2])
        un[0] = un[1] + k
        u = un
    return u


def reads_old(u, steps):
    for k in range(steps):
        un = u.copy()
        un[1:-1] = 2 * u[1:-1]
        un[-1] = u[-2]
        u = un
    return u


def writes_old(u, steps):
    for k in range(steps):
        u[0] = k
        u = u + 1
    return u


def keeps_old(u, steps):
    last = u
    for k in range(steps):
        last = u
        u = u * 2
    return u, last


def grows(x, row, steps):
    for k in range(steps):
        x = x + row
    return x


def reversed_each(x, steps):
    for k in range(steps):
        x = 2 * x[::-1] - x
    return x


def squares(z, c, steps):
    for k in range(steps):
        z = z * z + c
    return z


def nested(x, steps):
    y = x
    for j in range(steps):
        for k in range(steps):
            x = x - 0.5 * y
        y = x + j
    return x, y


def summed(x, steps):
    total = np.float64(0.0)
    for k in range(steps):
        x = x * 0.5
        total = total + x.sum()
    return x, total


def made(*shape):
    return (np.arange(np.prod(shape)) * 7 % 23).reshape(shape).astype(np.float64) / 23


def show(*values):
    for a in values:
        print(np.shape(a), np.sum(a), np.ravel(a)[:4], np.ravel(a)[-4:])


for steps in (0, 1, 2, 3, 8, 20):
    for shape in ((1,), (4,), (33,), (5000,), (40000,), (6, 7), (1, 9)):
        x, v = made(*shape), made(*shape)[::-1] + 1
        show(logistic(x, 3.7, steps), *oscillator(x, v, 0.125, steps), *runge_kutta(x, 0.25, steps))
        show(*oscillator(x, x, 0.125, steps), *oscillator(x, v[:1], 0.125, steps), *keeps_old(x, steps))
        show(grows(x[:1], v, steps), grows(x, v, steps), reversed_each(x, steps), *nested(x, steps))
        show(squares(x * 1j, v * 0.25 + 0.5j, steps), *summed(x, steps), logistic(x.T, 3.5, steps))
        if shape[0] > 3:
            show(updated_copy(x, 0.25, steps), reads_old(x, steps), writes_old(x, steps))
        show(x, v)
    result = logistic(x, 2.5, steps)
    before = x.sum()
    result += 1
    print(steps == 0, x.sum() != before)
