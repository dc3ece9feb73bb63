# expect-oracle
# Variables that nested functions assign: in branches and loops, called and returned.
import numpy as np


def counter():
    n = 0

    def inc(by=1):
        nonlocal n
        n += by
        return n

    inc()
    inc(10)
    for i in range(5):
        if i % 2:
            inc(i)
    return n, inc(0)


print(counter())


def running(values):
    total = 0.0
    most = -1e300
    seen = 0

    def add(v):
        nonlocal total, most, seen
        total += v
        if v > most:
            most = v
        for k in range(3):
            seen += k

    for v in values:
        add(v)
    return total, most, seen


print(running([1.0, 5.0, 2.0]))
print(running(np.arange(4.0)))


def arrays(n):
    state = np.zeros(n)

    def step(k):
        nonlocal state
        state = state * 2 + k
        return state.sum()

    return step(1), step(2), state


print(arrays(3))


def nested():
    x = 1

    def outer():
        y = 10

        def inner():
            nonlocal x, y
            x += 1
            y += x
            return y

        return inner() + inner()

    return outer(), x


print(nested())


def recursive(n):
    calls = 0

    def fib(k):
        nonlocal calls
        calls += 1
        if k < 2:
            return k
        return fib(k - 1) + fib(k - 2)

    return fib(n), calls


print(recursive(10))


def guarded(values):
    bad = 0

    def check(v):
        nonlocal bad
        try:
            return 1.0 / v
        except ZeroDivisionError:
            bad += 1
            return 0.0

    s = 0.0
    for v in values:
        s += check(v)
    return s, bad


print(guarded([1.0, 0.0, 2.0, 0.0]))
