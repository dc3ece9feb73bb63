# expect-error 8:10: NotImplementedError: so many values
import sys

x = float(len(sys.argv))
t = (x, x + 1.0, x + 2.0, x + 3.0, x + 4.0, x + 5.0, x + 6.0)
u = t + t + t + t
v = u + u + u + u + u
for i in range(3):
    v = v
print(v[2])
