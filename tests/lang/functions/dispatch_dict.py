# expect-oracle
import math
funcs = {"sin": math.sin, "cos": math.cos, "sq": lambda x: x * x}
print(funcs["sin"](1.0), len(funcs), "cos" in funcs)
for name, fn in funcs.items():
    print(name, fn(2.0))
def add(a, b):
    return a + b
ops = {"+": add, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": lambda a, b: a / b}
def rpn(expr):
    stack = []
    for tok in expr.split():
        if tok in ops:
            b = stack.pop()
            a = stack.pop()
            stack.append(ops[tok](a, b))
        else:
            stack.append(float(tok))
    return stack[0]
print(rpn("3 4 + 2 *"), rpn("10 2 8 * + 3 -"))
for t in ["+", "-"]:
    print(ops[t](5, 3))
def fail(a):
    try:
        return str(ops[a](1, 2))
    except KeyError as e:
        return str(e)
print(fail("%"), fail("*"), sorted(ops), list(funcs), max(funcs))
class Circle:
    def __init__(self, r): self.r = r
    def area(self): return 3 * self.r
class Square:
    def __init__(self, r): self.r = r
    def area(self): return self.r ** 2
kinds = {"c": Circle, "s": Square}
print(kinds["c"](2).area(), kinds["s"](3).area())
