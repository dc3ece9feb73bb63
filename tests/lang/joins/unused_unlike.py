# Unlike values are fine as long as nobody looks.
# expect-oracle
import numpy as np
for k in range(2):
    if k:
        x = "text"
        print(x)
    else:
        x = np.arange(3)
        print(x)
x = 5
print(x)
