"""Pi by throwing darts: the share of random points of a square that fall into its circle.

The random numbers are NumPy's own streams, so the estimate has the same digits everywhere.
"""

import numpy as np


def estimate_pi(n, seed):
    rng = np.random.default_rng(seed)
    x = rng.random(n)
    y = rng.random(n)
    return 4.0 * np.count_nonzero(x * x + y * y < 1.0) / n


n = 100
while n <= 1_000_000:
    pi = estimate_pi(n, seed=1)
    print(f"{n:>9,} points: {pi:.6f}, off by {abs(pi - np.pi):.6f}")
    n *= 10
