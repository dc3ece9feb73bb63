# expect-oracle
# Arrays that are exchanged between the steps of a loop: two, three in turn, with boundary statements
# and numbers of the step; what names hold after any number of steps.
import numpy as np


def jacobi(u, v, steps):
    for k in range(steps):
        v[1:-1, 1:-1] = 0.25 * (u[2:, 1:-1] + u[:-2, 1:-1] + u[1:-1, 2:] + u[1:-1, :-2])
        u, v = v, u
    return u


def own(n, m, steps):
    u = np.arange(n * m, dtype=np.float64).reshape(n, m) % 11
    new = np.zeros_like(u)
    for k in range(steps):
        new[1:-1, 1:-1] = 0.5 * (u[2:, 1:-1] + u[:-2, 1:-1])
        new[0, :] = new[1, :]
        new[:, -1] = k
        u, new = new, u
    return u, new


def wave(before, now, after, c, steps):
    for k in range(1, steps):
        after[1:-1] = 2 * now[1:-1] - before[1:-1] + c * (now[2:] - 2 * now[1:-1] + now[:-2])
        after[0] = 0.5 * k
        before, now, after = now, after, before
    return now


def by_hand(u, v, t, steps):
    for k in range(steps):
        v[1:] = u[:-1] + t
        t *= 0.5
        old = u
        u = v
        v = old
    return u, v, t


def two_pairs(a, b, c, d, steps):
    for k in range(steps):
        b[1:] = a[:-1] - a[1:]
        d[1:] = c[:-1] + b[1:]
        a, b = b, a
        c, d = d, c
    return a.sum(), b.sum(), c.sum(), d.sum()


def stops(u, v, steps):
    for k in range(steps):
        v[1:] = u[:-1] + 1
        u, v = v, u
        if k == 3:
            break
    return u


def kept(u, v, steps):
    last = u
    for k in range(steps):
        last = u
        v[1:] = u[:-1] + 1
        u, v = v, u
    return same(last, u), last.sum()


def same(x, y):
    before = y.sum()
    x += 1
    changed = y.sum() != before
    x -= 1
    return changed


def made(*shape):
    return (np.arange(np.prod(shape)) * 7 % 23).reshape(shape).astype(np.float64)


for steps in (0, 1, 2, 3, 4, 5, 9, 16, 17):
    for n, m in ((2, 2), (5, 20), (30, 40)):
        u, v = made(n, m), made(n, m) + 1
        w = jacobi(u, v, steps)
        print(same(w, u), same(w, v), u.sum(), v.sum(), w[1, -2:])
        w = jacobi(u.T, u.T, steps)
        print(u.sum(), w.sum(), w.strides == u.strides)
        w = jacobi(u[:, 1:], u[:, :-1], steps)
        print(u.sum(), w.shape)
        print([x.tolist() for x in own(n, m, steps)])
    for n in (3, 9, 5000, 40000):
        a, b, c = made(n), made(n) - 1, made(n) * 2
        now = wave(a, b, c, 0.25, steps)
        print(same(now, a), same(now, b), same(now, c), a.sum(), b.sum(), c.sum())
        u, v, t = by_hand(a, b, 3.0, steps)
        print(same(u, a), same(v, a), t, u[:5], v[-3:])
        print(two_pairs(a, b, c, made(n), steps))
        print(stops(a, b, steps)[:6], kept(b, c, steps))
