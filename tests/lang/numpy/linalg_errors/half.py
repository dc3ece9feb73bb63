# expect-error 4:7: TypeError: array type float16 is unsupported in linalg
import numpy as np

print(np.linalg.inv(np.eye(2, dtype=np.float16)))
