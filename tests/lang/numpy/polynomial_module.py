# expect-oracle
# The functions of np.polynomial.polynomial: coefficients of the lowest power first.
import numpy as np
import numpy.polynomial.polynomial as poly
from numpy.polynomial import polynomial as P
from numpy.polynomial.polynomial import polyfit, polyval

c = [1, 2, 3]
print(P.polyval(2, c), P.polyval(np.array([0.0, 1, 2]), c), P.polyval([1, 2], np.array([1.5, 0, 2])))
print(P.polyval(np.arange(4.0).reshape(2, 2), np.arange(6).reshape(3, 2)).shape)
print(P.polyadd(c, [3, 2, -3]), P.polysub(c, [1, 2]), P.polysub([1, 2], c), P.polymul(c, [3, 2, 1]), P.polymulx(c))
print(P.polydiv([3, 2, 1, 5, 0], c), P.polydiv(c, [2]), P.polydiv([1], c), P.polypow(c, 3), P.polypow(c, 0))
print(P.polyder([1, 2, 3, 4]), P.polyder([1, 2, 3, 4], 2), P.polyder([1, 2, 3, 4], 1, -1.5), P.polyder([1, 2], 4))
print(P.polyint(c), P.polyint(c, 3), P.polyint(c, k=3), P.polyint(c, lbnd=-2), P.polyint(c, scl=-2), P.polyint(c, 2, [1, 2]))
print(P.polyder(np.arange(6.0).reshape(2, 3), axis=1), P.polyint(np.arange(6).reshape(3, 2)))
print(P.polyroots([6, -5, 1]), P.polyroots([1, 0, 1]), P.polyroots([2, 4]), P.polyroots(P.polyfromroots((-1, 0, 1))))
print(P.polyfromroots([-1, 0, 1]), P.polyfromroots([1.5, 2.5, -3, 4]), P.polyfromroots([1j, -1j]))
print(P.polyvalfromroots(1, [1, 2, 3]), P.polyvalfromroots(np.arange(3.0), np.array([1.0, 2])))
print(P.polyvander(np.array([1, 2, 3]), 3), P.polycompanion([1, 2, 3]), P.polytrim([1, 0, 2, 0, 1e-20], 1e-10), P.polyline(1, 2))
x = np.linspace(0, 1, 11)
y = 1 + 2 * x - 3 * x**2 + np.sin(40 * x) * 0.01
print(np.round(polyfit(x, y, 2), 8), np.round(polyfit(x, np.stack((y, 2 * y)).T, 1), 8))
print(np.round(poly.polyfit(x, y, [0, 2], w=x + 1), 8), polyval(0.5, poly.polyfit(x, y, 1)).round(8))
fitted, (residuals, rank, values, least) = polyfit(x, y, 3, full=True)
print(np.round(fitted, 7), np.round(residuals, 8), rank, np.round(values, 7), least)
print(P.polyval2d(np.array([1.0, 2]), np.array([3.0, 4]), np.arange(6).reshape(2, 3)), P.polygrid2d([1, 2], [3, 4, 5], np.eye(2)))
cube = np.arange(8.0).reshape(2, 2, 2)
print(P.polyval3d([1, 2], [3, 4], [0.5, 1], cube), P.polygrid3d([1, 2], [3], [0.5, 1], cube))
for bad in (lambda: P.polydiv([1], [0]), lambda: P.polyfit(x, y[1:], 1), lambda: P.polypow([1], -1)):
    try:
        bad()
    except (ZeroDivisionError, TypeError, ValueError) as error:
        print(type(error).__name__, error)
