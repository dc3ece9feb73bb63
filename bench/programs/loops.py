"""Loop-style kernels of the benchmarks, as one would write them for Numba or Cython."""
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


def sieve(n):
    prime = np.ones(n + 1, dtype=np.bool_)
    prime[0] = False
    prime[1] = False
    i = 2
    while i * i <= n:
        if prime[i]:
            for j in range(i * i, n + 1, i):
                prime[j] = False
        i += 1
    primes = 0
    for i in range(n + 1):
        if prime[i]:
            primes += 1
    return primes


def mandelbrot(n, steps):
    counts = np.zeros((n, n), dtype=np.int64)
    for i in range(n):
        for j in range(n):
            cx = -2.0 + 3.0 * j / n
            cy = -1.5 + 3.0 * i / n
            x = 0.0
            y = 0.0
            k = 0
            while k < steps and x * x + y * y <= 4.0:
                step = x * x - y * y + cx
                y = 2.0 * x * y + cy
                x = step
                k += 1
            counts[i, j] = k
    return counts


def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)
