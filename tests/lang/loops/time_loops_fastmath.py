# expect-oracle
# flags: --fastmath
# Divisions by square roots in time loops, under fastmath; zero, infinity and NaN stay what they are.
import math

import numpy as np


def simulator(r_i, speed_i, timestep, nsteps):
    for i in range(nsteps):
        norm_i = np.sqrt((r_i ** 2).sum(axis=1))
        v_i = r_i[:, [1, 0]]
        v_i[:, 0] *= -1
        v_i /= norm_i[:, np.newaxis]
        d_i = timestep * speed_i[:, np.newaxis] * v_i
        r_i += d_i


def decay(x, n):
    for t in range(n):
        for i in range(len(x)):
            x[i] = x[i] / math.sqrt(1.0 + x[i] * x[i]) + math.sqrt(x[i] * 0.5)


for n in [1, 8, 40, 64, 100, 200]:
    k = np.arange(n)
    r = np.stack([((k * 37) % 101 - 50.5) / 50.0, ((k * 53) % 97 - 48.5) / 50.0], axis=1)
    speed = ((k * 29) % 31 - 15.5) / 10.0
    simulator(r, speed, 0.01, 20)
    print(f"{r.sum():.9f} {r[-1, 0]:.9f} {r[n // 2, 1]:.9f}")
    x = k * 0.25
    decay(x, 20)
    print(f"{x[0]:.9f} {x[n - 1]:.9f} {x.sum():.9f}")
    r[n // 2] = 0.0
    r[n // 3, 0] = np.inf
    simulator(r, speed, 0.01, 5)
    print(np.isnan(r).sum(), np.isinf(r).sum())
    x[0] = np.inf
    x[-1] = np.nan
    decay(x, 5)
    print(np.isnan(x).sum(), np.isinf(x).sum())
