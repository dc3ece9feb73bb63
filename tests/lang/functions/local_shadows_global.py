# A name that a function assigns anywhere is local everywhere in it.
# expect-oracle
x = 10
def f(n):
    if n > 0:
        x = n
    return x
for k in (2, 1, 0):
    print(f(k))
