# expect-oracle
def f():
    sum = 0
    for i in range(4):
        sum += i
    return sum
print(f(), sum([1, 2]))
len = 5
print(len)
max = lambda a, b: a * 100 + b
print(max(1, 2))
def abs(x):
    return x + 1000
print(abs(-1))
