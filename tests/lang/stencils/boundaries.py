# expect-oracle
# Time loops with boundary statements, sources and scalars that change from step to step: several
# steps still run together. Sizes and steps around the edges, strided and transposed arrays.
import numpy as np


def rod(u, c, steps):
    for k in range(steps):
        u[1:-1] += c * (u[2:] - 2 * u[1:-1] + u[:-2])
        u[0] = u[1]
        u[-1] = u[-2]


def plate(u, c, steps):
    for k in range(steps):
        u[1:-1, 1:-1] += c * (u[2:, 1:-1] + u[:-2, 1:-1] + u[1:-1, 2:] + u[1:-1, :-2] - 4 * u[1:-1, 1:-1])
        u[0, :] = u[1, :]
        u[-1, :] = u[-2, :]
        u[:, 0] = u[:, 1]
        u[:, -1] = 2 * u[:, -2] - u[:, -3]


def fdtd(ex, ey, hz, source, steps):
    for t in range(steps):
        ey[0, :] = source[t]
        ey[1:, :] = ey[1:, :] - 0.5 * (hz[1:, :] - hz[:-1, :])
        ex[:, 1:] = ex[:, 1:] - 0.5 * (hz[:, 1:] - hz[:, :-1])
        hz[:-1, :-1] = hz[:-1, :-1] - 0.7 * (ex[:-1, 1:] - ex[:-1, :-1] + ey[1:, :-1] - ey[:-1, :-1])


def source(u, dt, trace, steps):
    t = 0.0
    for k in range(steps):
        u[1:-1, 1:-1] = 0.25 * (u[2:, 1:-1] + u[:-2, 1:-1] + u[1:-1, 2:] + u[1:-1, :-2])
        u[2, 3] += k * dt
        u[-1, :] = t
        trace[k] = u[3, 2] - t
        t += dt
    return t


def driven(u, trace, dt, steps):
    t = 1.5
    for k in range(2, steps):
        u[1:-1] = 0.5 * (u[2:] + u[:-2]) + t
        u[0] = k * dt
        u[-1] = u[-2] * t
        u[:2] = 0.5
        trace[k, :] = u[5]
        t = t * 0.5
    return t, k


def periodic(u, steps):
    for k in range(steps):
        u[1:-1] = u[2:] - u[:-2]
        u[0] = u[-2]
        u[-1] = u[1]


def corner(u, i, steps):
    for k in range(steps):
        u[1:-1, 1:-1] = u[2:, 1:-1] - u[:-2, 1:-1]
        u[i, :] = u[i - 1, :] + 1
        u[:, i] = 0


def cube(u, steps):
    for k in range(steps):
        u[1:-1, 1:-1, 1:-1] = u[:-2, 1:-1, 1:-1] - u[2:, 1:-1, 1:-1] + u[1:-1, 2:, 1:-1] + u[1:-1, 1:-1, :-2]
        u[0] = u[1]
        u[-1, 1:-1] = 1
        u[:, 0, :] = u[:, 1, :]
        u[:, :, -1] = u[:, :, 0]
        u[2, 2, 2] = k


def made(*shape, dtype=np.float64):
    return (np.arange(np.prod(shape)) * 7 % 23).reshape(shape).astype(dtype)


def show(*arrays):
    for a in arrays:
        flat = a.ravel()
        print(a.shape, a.dtype, flat.sum(), (flat * (np.arange(flat.size) % 17)).sum(), flat[-40:-20:7], flat[:3])


for steps in (0, 1, 2, 3, 8, 9, 20):
    for n in (2, 3, 4, 17, 4097, 32769, 36870):
        u = made(n)
        rod(u, 0.25, steps)
        v = made(n)
        periodic(v, steps % 4)
        show(u, v)
        if n > 5:
            trace = np.zeros((20, 2))
            print(driven(v, trace, 0.25, steps + 3))
            show(v, trace)
    for n in (3, 4, 5, 7, 30):
        for m in (3, 18, 19, 40):
            u = made(n, m)
            plate(u, 0.125, steps)
            ex, ey, hz = made(n, m), made(n, m) - 3, made(n, m) * 2
            fdtd(ex, ey, hz, np.arange(20.0) * 0.5, steps)
            show(u, ex, ey, hz)
            plate(u.T, 0.125, steps)
            if n > 4 and m > 4:
                trace = np.zeros(20)
                print(source(u, 0.25, trace, steps))
                show(u, trace)
                plate(u[::-1, ::2], np.float64(0.25), steps)
                fdtd(u, ex, u, np.arange(20.0), steps)
                corner(u, n // 2, steps)
                corner(u, -2, steps)
                show(u, ex)
    w = made(30, 50)
    fdtd(w[:-2], w[1:-1], w[2:], np.arange(20.0), steps)
    fdtd(w, w.copy(), made(30, 50), w[3], steps)
    q = made(6, 20, 20, dtype=np.int32)
    cube(q, steps)
    show(w, q)
