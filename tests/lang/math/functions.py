# expect-oracle
import math


def exact(x):
    print(math.sqrt(x), math.floor(x), math.ceil(x), math.trunc(-x), math.fabs(-x))
    print(math.copysign(x, -1), math.fmod(7, x), math.modf(-x), math.frexp(x), math.ldexp(x, 3))
    print(math.isnan(x), math.isinf(x), math.isfinite(x), math.isclose(x, x + 1e-12), math.ulp(x))
    print(math.degrees(x), math.radians(x), math.hypot(3 * x), math.remainder(7, x))


def whole(n):
    print(math.factorial(n), math.isqrt(n), math.gcd(n, 8), math.lcm(n, 8), math.comb(n, 2))
    print(math.perm(n, 2), math.isqrt(n * n * n), math.gcd(n), math.gcd(n, 6, 4), math.floor(n))


for x in [0.5, 1.0, 0.25, 7.75]:
    exact(x)
for n in [3, 12, 20]:
    whole(n)
print(math.pi, math.e, math.tau, math.inf, math.nan, math.factorial(5), math.sqrt(2), math.exp(1))
print(math.fsum([0.1] * 10), math.prod([1, 2, 3]), math.isqrt(2 ** 62 - 1), math.log(8, 2))
print(math.gcd(), math.lcm(), math.gcd(-4, 6), math.lcm(0, 3), math.comb(5, 7), math.perm(5))
