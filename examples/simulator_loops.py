"""A particle simulator, written with loops as one would for Numba.

Particles circle the origin, each with a speed of its own. A step moves a particle along the
tangent of its circle; many small steps keep it near the circle. simulator_arrays.py does the same
work with whole arrays.
"""

import math

import numpy as np
from numba import njit


@njit
def evolve(xs, ys, speeds, timestep, nsteps):
    """Moves every particle by nsteps steps, in place."""
    for _ in range(nsteps):
        for p in range(xs.shape[0]):
            x = xs[p]
            y = ys[p]
            norm = math.sqrt(x * x + y * y)
            xs[p] -= timestep * speeds[p] * y / norm
            ys[p] += timestep * speeds[p] * x / norm


@njit
def drift(xs, ys, radii):
    """The greatest change of a particle's distance from the origin."""
    worst = 0.0
    for p in range(xs.shape[0]):
        worst = max(worst, abs(math.sqrt(xs[p] * xs[p] + ys[p] * ys[p]) - radii[p]))
    return worst


rng = np.random.default_rng(42)
n = 1000
r = rng.uniform(-1.0, 1.0, (n, 2))
xs = r[:, 0].copy()
ys = r[:, 1].copy()
speeds = rng.uniform(-0.5, 0.5, n)
radii = np.sqrt(xs * xs + ys * ys)

print("before:", xs[:3], ys[:3])
evolve(xs, ys, speeds, 0.0001, 1000)
print("after: ", xs[:3], ys[:3])
print("centre of all particles:", xs.mean(), ys.mean())
print(f"drift from the circles: {drift(xs, ys, radii):.3e}")
