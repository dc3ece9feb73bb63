# expect-oracle
# Quotients near the least normal number: what they leave is no normal number itself.
import numpy as np

y = np.array([2.286378319858427e-308, 3.1e-308, 1e-300, 5e-324, 2e-310, 0.0, -0.0, -7.3e-299])
for x in (0.0005839017837983974, 2.5, 3e10, 1e250, 1.3e-5, -2.5):
    print(np.arctan2(y, x))
