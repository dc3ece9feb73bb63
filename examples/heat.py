"""The heat equation on a plate: how heat spreads from a hot edge and a hot disc.

Explicit finite differences, du/dt = laplacian(u), with views: u[1:-1, 1:-1] is the inside of the
plate and the four slices are its neighbours. The edges keep their temperature. Writes heat.png.
"""

import image
import numpy as np


def step(u, rate):
    """One step in time, in place. NumPy computes the right side before it changes u; so does hpcc."""
    u[1:-1, 1:-1] += rate * (
        u[:-2, 1:-1] + u[2:, 1:-1] + u[1:-1, :-2] + u[1:-1, 2:] - 4.0 * u[1:-1, 1:-1]
    )


def palette(t):
    """Temperatures from 0 to 1 as colours: black, red, yellow, white."""
    rgb = np.stack([3.0 * t, 3.0 * t - 1.0, 3.0 * t - 2.0], axis=-1)
    return (255.0 * np.clip(rgb, 0.0, 1.0)).astype(np.uint8)


n = 200
x = np.arange(n)
y = x[:, np.newaxis]
u = np.where((x - 130) ** 2 + (y - 120) ** 2 < 30**2, 1.0, 0.0)
u[0, :] = 1.0

for k in range(5):
    print(f"step {400 * k:4}: mean {u.mean():.6f}, centre {u[n // 2, n // 2]:.6f}")
    for _ in range(400):
        step(u, 0.24)

print("a column:", u[::40, 100].round(4))
image.write("heat.png", palette(u))
