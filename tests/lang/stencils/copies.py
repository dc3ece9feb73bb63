# expect-oracle
# Copies that are made to read old values: gone where nothing can tell, kept where something can.
import numpy as np


def copied(u, un, c, steps):
    for t in range(steps):
        un = u.copy()
        u[1:-1, 1:-1] = un[1:-1, 1:-1] + c * (un[2:, 1:-1] - un[:-2, 1:-1] + un[1:-1, 2:] - un[1:-1, :-2])
    return u


def bounded(u, c, steps):
    for t in range(steps):
        un = u.copy()
        u[1:-1, 1:-1] = un[1:-1, 1:-1] - c * (un[1:-1, 1:-1] - un[:-2, 1:-1])
        u[0, :] = 1
        u[-1, :] = u[-2, :]
        u[:, 0] = 2
    return u


def line(u, c, steps):
    for t in range(steps):
        un = u.copy()
        u[1:] = un[1:] - c * un[1:] * (un[1:] - un[:-1])
        u[0] = un[-1]
    return u


def used_after(u):
    un = u.copy()
    u[1:] = un[:-1]
    return un[1:] - u[1:]


def written_between(u):
    un = u.copy()
    u[0] = 5
    u[1:] = un[:-1] + un[1:]
    return u


def stored_to(u):
    un = u.copy()
    un[0] = 9
    u[1:] = un[:-1]
    return u


def two(u, v):
    un = u.copy()
    vn = v.copy()
    u[1:] = un[1:] - vn[:-1]
    v[1:] = vn[1:] - un[:-1]
    return u, v


def summed(m):
    n = m.copy()
    m[:] = n - n.sum(0)
    return m, (n.T - 1).flags.c_contiguous, (n - 1).sum()


def order(m):
    n = m.copy()
    return (n + 1).ravel(order="K"), (n * 2).strides


def made(n, m):
    return (np.arange(n * m) * 7 % 23).reshape(n, m) * 0.5


for shape in ((0, 0), (2, 3), (5, 4), (12, 40)):
    for steps in (0, 1, 9):
        print(copied(made(*shape), made(1, 1), 0.5, steps))
        print(copied(made(*shape).T, made(1, 1), 0.5, steps))
        print(copied(made(2 * shape[0], 2 * shape[1])[::2, ::-2], made(1, 1), 0.5, steps))
for steps in (0, 1, 5):
    print(bounded(made(6, 20), 0.5, steps), bounded(made(20, 6).T, 0.5, steps))
    print(line(made(1, 20)[0], 0.25, steps), line(made(1, 40)[0][::2], 0.25, steps))
print(used_after(made(1, 9)[0]), written_between(made(1, 9)[0]), stored_to(made(1, 9)[0]))
same = made(1, 30)[0]
print(two(made(1, 9)[0], made(1, 9)[0] + 1), two(same, same), two(same[1:], same[:-1]))
print(summed(made(5, 7)), summed(made(5, 7).T), order(made(3, 4)), order(made(3, 4).T))
