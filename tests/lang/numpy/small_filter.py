# expect-oracle
# expect-kernels: 0 kalman (float64[:,:],float64)
# A Kalman filter on 2 x 2 matrices: no array but those that come in and go out, no call.
import numpy as np


def kalman(z, step):
    f = np.array([[1.0, step], [0.0, 1.0]])
    noise = np.array([[0.0625, 0.0], [0.0, 0.125]])
    x = np.zeros((2, 1))
    p = np.eye(2)
    out = np.empty((len(z), 2))
    for t in range(len(z)):
        x = f @ x
        p = f @ p @ f.T + noise
        gain = p @ np.linalg.inv(p + 0.5 * np.eye(2))
        x = x + gain @ (z[t].reshape(2, 1) - x)
        p = (np.eye(2) - gain) @ p
        out[t] = x[:, 0]
    return out, p, np.trace(p), np.linalg.det(p)


z = np.arange(12.0).reshape(6, 2) % 5
for x in kalman(z, 0.5):
    print(np.round(x, 7))
