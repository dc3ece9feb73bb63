# expect-error 3:10: AttributeError: Did you mean: 'arange'?
import numpy as np
print(np.arrange(3))
