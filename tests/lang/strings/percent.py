# Formatting by %.
# expect-oracle
x = 3.14159
n = 42
for v in [0.5, 123456.789, -1e-7, 1e20]:
    print("%f|%.2f|%10.3f|%-10.1f|%+.1e|%g|%G|%e|%012.4f|% .3f" % (v, v, v, v, v, v, v, v, v, v))
print("%d|%5d|%-5d|%05d|%+d|% d|%i" % (n, n, n, n, n, n, n), "%x %X %#x %o %#o %08x" % (n, n, n, n, n, n))
print("%s|%10s|%-10s|%.2s|%r" % ("abc", "abc", "abc", "abc", "abc"), "%s %s" % (None, [1, 2.5]), "%d%%" % 50, "%5.1f%%" % 12.345)
print("%d %d" % (3.9, True), "%f" % 2, "%s" % (1,), "%s" % 1.0, "%*d|%-*d|%.*f" % (5, 1, 4, 2, 2, x), "%(a)d %(b).1f" % {"a": 1, "b": 2.5})
print("plain" % (), "%%" % ())
import numpy as np
a = np.array([1.5, 2.5])
print("%.1f %d %s" % (a[0], a[1], a), "%s" % a.shape[0], "%g" % np.float32(0.1))
