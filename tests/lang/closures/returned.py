# A function that outlives the call that made it.
# expect-oracle
def adder(n):
    def add(x):
        return x + n
    return add
a1, a2 = adder(1), adder(2.5)
print(a1(10), a2(10), adder(100)(1))
def power(k):
    return lambda x: x ** k
sq, cube = power(2), power(3)
print(sq(3), cube(3), [sq(i) for i in range(4)])
def compose(*fs):
    def run(x):
        for f in fs:
            x = f(x)
        return x
    return run
print(compose(sq, a1, a2)(3))
def choose(n):
    if n > 0:
        return lambda x: x + n
    return lambda x: x - n
print(choose(3)(1))
