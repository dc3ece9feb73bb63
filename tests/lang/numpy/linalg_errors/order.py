# expect-error 4:7: ValueError: Invalid norm order 'fro' for vectors
import numpy as np

print(np.linalg.norm(np.ones(3), 'fro'))
