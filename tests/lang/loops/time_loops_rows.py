# expect-oracle
# Time loops over rows that depend on themselves alone, written with loops.
import math

import numpy as np


def simulator(xs, ys, speeds, timestep, nsteps):
    for i in range(nsteps):
        for p in range(xs.shape[0]):
            x = xs[p]
            y = ys[p]
            norm = math.sqrt(x * x + y * y)
            vx = -y / norm
            vy = x / norm
            xs[p] += timestep * speeds[p] * vx
            ys[p] += timestep * speeds[p] * vy


def bounce(r, v, dt, nsteps):
    time = 0.0
    for t in range(nsteps):
        for p in range(len(r)):
            for d in range(2):
                r[p, d] += v[p, d] * dt
                if r[p, d] > 1.0:
                    v[p, d] = -v[p, d]
                    r[p, d] = 2.0 - r[p, d]
                elif r[p, d] < 0.0:
                    v[p, d] = -v[p, d]
                    r[p, d] = -r[p, d]
        time += dt
    return time


def fall(r, v, dt, nsteps):
    for t in range(nsteps):
        for p in range(r.shape[0]):
            norm = 0.0
            for d in range(3):
                norm += r[p, d] ** 2
            scale = 1.0 if norm < 2.0 else 2.0 / norm
            if t % 3 == 1:
                scale *= 0.5
            for d in range(3):
                v[p, d] -= scale * r[p, d] * dt
            for d in range(3):
                r[p, d] += v[p, d] * dt


def two_loops(a, b, n):
    for t in range(n):
        for i in range(a.size):
            a[i] = a[i] * 0.5 + t
        for j in range(a.size):
            b[j] = math.sqrt(abs(a[j])) - b[j]


def last_row(a, n):
    y = 0.0
    for t in range(n):
        for i in range(a.shape[0]):
            y = a[i] * 2.0
            a[i] = y - t
    return y


def branch(a, b, flip, n):
    for t in range(n):
        if flip:
            for i in range(len(a)):
                a[i] += b[i]
        else:
            for i in range(len(a)):
                b[i] += a[i]


def neighbours(a, n):
    for t in range(n):
        for i in range(1, len(a)):
            a[i] += 0.5 * a[i - 1]


def sums(a, n):
    total = 0.0
    for t in range(n):
        for i in range(len(a)):
            a[i] *= 0.5
            total += a[i]
    return total


def part(a, b, first, n):
    for t in range(n):
        for i in range(first, len(a)):
            a[i] = a[i] * b[i] + 1.0


def numbers(a, n):
    for t in range(n):
        for i in range(len(a)):
            a[i] = (a[i] * 5 + i) % 1009


def bits(a):
    """A number that changes with any bit of the array."""
    b = np.ascontiguousarray(a).reshape(-1).view(np.uint8)
    return int((b.astype(np.int64) * (np.arange(b.size) % 65521 + 1)).sum())


for n in [0, 1, 5, 8, 33, 64, 70, 131]:
    k = np.arange(n)
    x0, y0 = ((k * 37) % 101 - 50.5) / 50.0, ((k * 53) % 97 - 48.5) / 50.0
    speed = ((k * 29) % 31 - 15.5) / 10.0
    for steps in [0, 2, 4, 13]:
        x, y = x0.copy(), y0.copy()
        simulator(x, y, speed, 0.01, steps)
        print(n, steps, bits(x), bits(y))
        r, v = np.stack([np.abs(x0), np.abs(y0)], axis=1), np.stack([y0, x0], axis=1)
        print(bounce(r, v, 0.3, steps), bits(r), bits(v))
        r, v = np.stack([x0, y0, speed], axis=1), np.zeros((n, 3))
        fall(r, v, 0.1, steps)
        print(bits(r), bits(v))
        two_loops(x, y, steps)
        print(bits(x), bits(y))
        print(last_row(x, steps), bits(x))
        branch(x, y, True, steps)
        branch(x, y, False, steps)
        print(bits(x), bits(y))
        neighbours(x, steps)
        print(sums(y, steps), bits(x), bits(y))
        part(x, y, 3, steps)
        print(bits(x))
        a = k.copy()
        numbers(a, steps)
        print(bits(a))

# Names for the same memory, and indexes that do not fit.
k = np.arange(40.0) + 1
simulator(k, k, k, 0.01, 9)
print(bits(k))
r = np.stack([k, k * k], axis=1)
simulator(r[:, 0], r[:, 1], k, 0.01, 9)
simulator(r[1:, 0], r[:-1, 0], k, 0.01, 9)
print(bits(r))
two_loops(k[::-1], k, 9)
two_loops(k[::-2], np.zeros(20), 9)
print(bits(k))
try:
    simulator(k, k[:20].copy(), k, 0.01, 9)
except IndexError as problem:
    print(problem)
print(bits(k))
try:
    part(k, np.ones(30), 0, 9)
except IndexError as problem:
    print(problem)
