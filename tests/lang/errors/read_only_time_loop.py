# expect-error 8:9: ValueError: assignment destination is read-only
# The same without a handler around, where steps of the loop are done together.
import numpy as np


def relaxed(u, steps):
    for t in range(steps):
        u[1:-1, 1:-1] = 0.25 * (u[2:, 1:-1] + u[:-2, 1:-1] + u[1:-1, 2:] + u[1:-1, :-2])
    return u


relaxed(np.broadcast_to(np.zeros(5), (2, 5)), 0)
relaxed(np.broadcast_to(np.zeros(5), (2, 5)), 3)
