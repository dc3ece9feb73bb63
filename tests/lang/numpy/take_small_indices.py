# Indexes of small types in axes that are longer than these hold, wrapped around and cut off; and empty axes.
# expect-oracle
import numpy as np


def take(n):
    a = np.arange(n)
    x = np.array([-128, 5, 127], dtype=np.int8)
    try:
        print(np.take(a, x, mode="clip"))
    except Exception as e:
        print(type(e).__name__)
    try:
        print(np.take(a, x, mode="wrap"))
    except Exception as e:
        print(type(e).__name__)
    try:
        print(np.take(a, x.astype(np.uint32), mode="wrap"))
    except Exception as e:
        print(type(e).__name__)
    try:
        print(np.take(a, x.astype(np.uint8), mode="clip"))
    except Exception as e:
        print(type(e).__name__)
    try:
        print(np.take(a, x[:0], mode="clip"))
    except Exception as e:
        print(type(e).__name__)
    try:
        print(np.take(a, x[:0], mode="wrap"), np.take(a, 7, mode="wrap"), np.take(a, -7, mode="clip"))
    except Exception as e:
        print(type(e).__name__)
    a2 = np.arange(n * 2).reshape(2, n)
    try:
        print(np.take(a2, x, axis=1, mode="wrap").tolist(), np.take(a2, x, axis=0, mode="clip").shape)
    except Exception as e:
        print(type(e).__name__)

for n in (300, 3, 0):
    take(n)
