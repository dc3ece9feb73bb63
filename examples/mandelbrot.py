"""The Mandelbrot set, coloured by how soon a point escapes. Writes mandelbrot.png."""

import image
import numpy as np
from numba import njit


@njit
def escape_steps(width, height, limit):
    """For each point the steps of z = z*z + c until |z| > 2, or limit."""
    steps = np.zeros((height, width), dtype=np.int64)
    for i in range(height):
        for j in range(width):
            cx = -2.0 + 3.0 * j / width
            cy = -1.0 + 2.0 * i / height
            x = 0.0
            y = 0.0
            k = 0
            while k < limit and x * x + y * y <= 4.0:
                x, y = x * x - y * y + cx, 2.0 * x * y + cy
                k += 1
            steps[i, j] = k
    return steps


def colours(steps, limit):
    """Blue, then white, then brown the longer a point stays; black inside of the set."""
    t = (steps % 64) / 64.0
    rgb = np.stack([9.0 * (1.0 - t) * t**3, 15.0 * (1.0 - t) ** 2 * t**2, 8.5 * (1.0 - t) ** 3 * t], axis=-1)
    rgb[steps == limit] = 0.0
    return (255.0 * np.clip(rgb, 0.0, 1.0)).astype(np.uint8)


limit = 200
steps = escape_steps(600, 400, limit)
print(f"in the set: {(steps == limit).sum()} of {steps.size} points")
print(f"steps: {steps.sum()} in all, {np.median(steps):.0f} in the middle")

# A small copy of the picture as text: a point for each 15 x 20 pixels.
for row in steps[::20, ::15]:
    line = ""
    for k in row:
        line += "#" if k == limit else "+" if k > 20 else "." if k > 7 else " "
    print(line)

image.write("mandelbrot.png", colours(steps, limit))
