# expect-oracle
def fib(n):
    out = []
    for i in range(n):
        if i < 2:
            out.append(i)
        else:
            out.append(out[i - 1] + out[-2])
    return out
print(fib(10))
stack = []
n = 10
while n > 0:
    if n % 3 == 0 and len(stack) > 0:
        print(stack.pop())
    stack.append(n)
    n -= 1
print(stack)
