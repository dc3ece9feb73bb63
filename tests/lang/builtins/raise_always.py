# expect: 5
# expect-error 4:5: ValueError: too big
def fail(text):
    raise ValueError(text)
def f(n):
    if n < 2:
        return 5
    fail("too big")
print(f(1))
print(f(2))
