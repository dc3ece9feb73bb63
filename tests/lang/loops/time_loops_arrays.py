# expect-oracle
# Time loops over rows that depend on themselves alone run block by block (compiler/loop/time_loops.c);
# written with whole arrays.
import numpy as np


def simulator(r_i, speed_i, timestep, nsteps):
    for i in range(nsteps):
        norm_i = np.sqrt((r_i ** 2).sum(axis=1))
        v_i = r_i[:, [1, 0]]
        v_i[:, 0] *= -1
        v_i /= norm_i[:, np.newaxis]
        d_i = timestep * speed_i[:, np.newaxis] * v_i
        r_i += d_i


def drag(x, v, g, dt, nsteps):
    for t in range(nsteps):
        a = g - 0.1 * v * np.abs(v)
        v += a * dt
        x += v * dt
        x[x < 0.0] *= -0.5


def by_mask(c, limit):
    z = np.zeros_like(c)
    n = np.zeros(c.shape, dtype=np.int64)
    for t in range(limit):
        m = np.abs(z) <= 2.0
        z[m] = z[m] ** 2 + c[m]
        n[m] += 1
    return n, z


def clock(x, n):
    time = 0.5
    for k in range(n, 0, -1):
        x += np.sqrt(time) * x + k
        x *= 0.25
        time = time + 0.125
    return time, k


def integers(a, b, n):
    for t in range(n):
        a ^= a << 3
        a ^= a >> 5
        b += a.astype(np.int32) * t
        b[b > 1000] -= 1000


def three(p, q, n):
    for t in range(n):
        p += 0.01 * q
        q -= 0.01 * p


def bits(a):
    """A number that changes with any bit of the array."""
    b = np.ascontiguousarray(a).reshape(-1).view(np.uint8)
    return int((b.astype(np.int64) * (np.arange(b.size) % 65521 + 1)).sum())


for n in [0, 1, 3, 7, 8, 9, 31, 32, 33, 63, 64, 65, 100, 259]:
    k = np.arange(n)
    r = np.stack([((k * 37) % 101 - 50.5) / 50.0, ((k * 53) % 97 - 48.5) / 50.0], axis=1)
    speed = ((k * 29) % 31 - 15.5) / 10.0
    for steps in [0, 1, 3, 4, 11]:
        moved = r.copy()
        simulator(moved, speed, 0.01, steps)
        print(n, steps, bits(moved))
        x, v = r[:, 0].copy(), speed.copy()
        drag(x, v, -9.81, 0.01, steps)
        print(bits(x), bits(v))
        small = r.astype(np.float32)
        simulator(small, speed.astype(np.float32), np.float32(0.01), steps)
        print(bits(small))
        three(moved.reshape(-1, 1), np.ones((2 * n, 1)), steps)
        p, q = np.ones((n, 3)) * k[:, None], np.zeros((n, 3))
        three(p, q, steps)
        print(bits(p), bits(q))
        a, b = k * 7 + 1, k.astype(np.int32)
        integers(a, b, steps)
        print(bits(a), bits(b))
        if steps > 0:
            print(*clock(x, steps), bits(x))

c = np.linspace(-2.0, 0.5, 50)[:, None] + 1j * np.linspace(-1.2, 1.2, 41)
n, z = by_mask(c, 30)
print(n.sum(), bits(n))

# One array under two names, rows that overlap, rows of one array beside each other.
k = np.arange(40.0)
x = k.copy()
three(x, x, 9)
print(bits(x))
x = k.copy()
three(x[1:], x[:-1], 9)
print(bits(x))
x = k.copy()
three(x[::2], x[1::2], 9)
print(bits(x))
r = np.stack([k + 1, 2 - k], axis=1)
simulator(r, r[:, 1], 0.01, 9)
print(bits(r))
r = np.stack([k + 1, 2 - k], axis=1)
simulator(r[::-1], k, 0.01, 9)
simulator(r[::3, ::-1], k[::3], 0.01, 9)
three(r[:, 0], r[:, 1], 9)
three(r[3:, 0], r[:-3, 1], 9)
print(bits(r))
simulator(r, np.ones(1), 0.01, 9)
print(bits(r))
for wrong in [np.ones(3), np.ones(41)]:
    try:
        simulator(r, wrong, 0.01, 9)
    except ValueError as problem:
        print(problem)
fixed = np.broadcast_to(k, (2, 40))[0]
try:
    three(fixed, k.copy(), 9)
except ValueError:
    print("read-only")
