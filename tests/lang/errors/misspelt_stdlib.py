# expect-error 7:10: AttributeError: module 'numpy' has no attribute 'linpsace'. Did you mean: 'linspace'?
# expect-error 8:14: AttributeError: 'tuple' object has no attribute 'shape'
# expect-error 9:18: AttributeError: 'numpy.ndarray' object has no attribute 'shpe'. Did you mean: 'shape'?
# expect-error 10:10: AttributeError: module 'numpy' has no attribute 'float63'. Did you mean: 'float64'?
import numpy as np

print(np.linpsace(0, 1, 5))
print((1, 2).shape)
print(np.ones(3).shpe)
print(np.float63(1))
