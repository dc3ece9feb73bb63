# A name that only one path binds.
# expect-oracle
def f(n):
    if n > 0:
        x = n
    if n > 0:
        return x
    return -1
print(f(3), f(-3))
for i in range(3):
    if i == 1:
        seen = i
print(seen, i)
flag = len("abc") > 2
if flag:
    late = 5
print(late)
