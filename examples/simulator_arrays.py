"""The particle simulator again, written with whole arrays: no loop over particles.

r holds a position a row. Under hpcc each step is one fused loop and allocates nothing.
"""

import numpy as np


def evolve(r, speeds, timestep, nsteps):
    """Moves every particle by nsteps steps, in place."""
    for _ in range(nsteps):
        norm = np.sqrt((r**2).sum(axis=1))
        # The tangent of the circle through (x, y) is (-y, x), scaled to length one.
        v = r[:, [1, 0]]
        v[:, 0] *= -1
        v /= norm[:, np.newaxis]
        r += timestep * speeds[:, np.newaxis] * v


rng = np.random.default_rng(42)
n = 1000
r = rng.uniform(-1.0, 1.0, (n, 2))
speeds = rng.uniform(-0.5, 0.5, n)
radii = np.sqrt((r**2).sum(axis=1))

print("before:")
print(r[:3])
evolve(r, speeds, 0.0001, 1000)
print("after:")
print(r[:3])
print("centre of all particles:", r.mean(axis=0))
print(f"drift from the circles: {np.abs(np.sqrt((r**2).sum(axis=1)) - radii).max():.3e}")
