# expect-oracle
l = [i * i for i in range(10)]
print(l[2:5], l[:3], l[-3:], l[::2], l[::-1], l[8:2:-2], l[20:], l[5:2])
l[2:4] = [100, 200, 300]
print(l)
l[::2] = [0] * len(l[::2])
print(l)
del l[0]
del l[1:3]
del l[::2]
print(l)
n = 3
print(l[:n], l[n - 1], l[-n])
t = (1, 2.5, "x", None)
print(t[1], t[-1], t[1:3], t[::-1])
u = (10, 20, 30)
for i in range(3):
    print(u[i], u[-i], end=" ")
print()
