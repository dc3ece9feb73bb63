# expect-error 4:7: ValueError: Invalid norm value x
import numpy as np

print(np.fft.fft(np.ones(3), norm="x"))
