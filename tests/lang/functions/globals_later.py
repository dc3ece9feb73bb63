# A global defined after the function.
# expect-oracle
def f():
    return later() + value
def later():
    return value * 2
value = 3
print(f())
value = 4.5
print(f())
