# expect-oracle
import numpy as np
rng = np.random.default_rng(42)
print(rng.gamma(2.0, 3.0, 3), rng.gamma(0.3, size=4), rng.gamma(1.0), rng.poisson(3.0, 5), rng.poisson(50.0, (2, 3)), rng.poisson(0), rng.poisson(1000.5, 4))
print(rng.standard_t(5, 2), rng.chisquare(3, 2), rng.lognormal(0, 1, 2), rng.weibull(2, 2), rng.rayleigh(2.0, 2), rng.standard_t(2.5))
print(rng.poisson(4, 10).dtype, rng.poisson(9.99, 20), rng.poisson(10, 20))
x = rng.gamma(2.5, 1.5, 20000)
print(x.sum(), rng.poisson(30.0, 20000).sum(), rng.standard_t(3, 20000).sum(), rng.gamma(0.7, 1.0, 20000).sum(), rng.poisson(3e6, 1000).sum())
for k in range(5):
    try:
        if k == 0:
            rng.gamma(-1.0)
        elif k == 1:
            rng.poisson(-1.0)
        elif k == 2:
            rng.chisquare(0)
        elif k == 3:
            rng.lognormal(0, -1)
        else:
            rng.weibull(-2)
    except ValueError as e:
        print(e)
