# expect-error 5:6: NotImplementedError: floating-point errors other than 'ignore' and 'warn'
import numpy as np

a = np.zeros(3)
with np.errstate(divide="raise"):
    print(a / a)
