# expect-oracle
# The type of one attribute waits for that of another which no construction sets either.
import numpy as np
class G:
    def fit(self, X, y):
        self.classes = np.unique(y)
        self.mu = np.array([X[y == c].mean(0) for c in self.classes])
        return self
X = np.arange(12.).reshape(6, 2)
y = np.repeat([0, 1, 2], 2)
g = G().fit(X, y); print(g.mu)
