"""Writes the inputs of the showcase to the current folder. usage: inputs.py PICTURE"""

import sys

import image
import numpy as np

# The photograph, and its pixels as points in the space of colours.
rgb: "uint8[:, :, :]" = image.read(sys.argv[1])
pixels = rgb.reshape(-1, 3).astype(np.float64)
np.save("rgb.npy", rgb)
np.save("pixels.npy", pixels)
np.save("centres.npy", pixels[5000::17000])

# Particles and points that bench/peers makes too: scattered by remainders, not by chance.
k = np.arange(1000)
np.save("r.npy", np.stack([((k * 37) % 101 - 50.5) / 50.0, ((k * 53) % 97 - 48.5) / 50.0], axis=1))
np.save("speeds.npy", ((k * 29) % 31 - 15.5) / 10.0)
i = np.arange(5000)
np.save("points.npy", np.stack([(i * 37 % 5003) / 5000, (i * 53 % 5009) / 5000], axis=1))

print(f"photograph {rgb.shape[1]} x {rgb.shape[0]}, {k.size} particles, {i.size} points")
