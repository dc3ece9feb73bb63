# expect-error 3:7: FileNotFoundError: [Errno 2] No such file or directory: 'no_such_file.npy'
import numpy as np
print(np.load("no_such_file.npy"))
