# expect-error 4:7: ValueError: Invalid number of FFT data points (0) specified.
import numpy as np

print(np.fft.fft(np.ones(3), 0))
