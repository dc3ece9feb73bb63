# Every path calls again.
# expect-error 3:1: TypeError: result cannot be inferred
def f(n):
    return f(n + 1)
f(1)
