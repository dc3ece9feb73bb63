# expect-oracle
def t(x, v):
    print("t", x)
    return v
print(t(1, True) and t(2, False) and t(3, True))
print(t(1, False) or t(2, 0) or t(3, 5))
for k in range(3):
    print(k and k + 1, k or "x" == "y", not k, k and 2.5, k or 1.5)
print(0 or 2.5, 1 and 2.5, "" or "b", None or 3, [] or [1])
if t(1, 0) and t(2, 1):
    print("no")
if t(1, 0) or t(2, 1):
    print("yes")
