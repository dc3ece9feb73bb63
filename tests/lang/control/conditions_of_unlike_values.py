# expect-oracle
# Of a condition only the truth is asked: operands of `and` and `or` may be of any types there.
prec = {"+": 1}
def f(ops, t):
    n = 0
    while ops and ops[-1] != "(" and prec[ops[-1]] >= prec[t]:
        ops.pop(); n += 1
    if ops and n > 0 and len(ops) > 0 or not ops:
        n += 10
    k = 1 if ops and n and t else 2
    return n, k, not (ops and n), [x for x in range(3) if ops and x or t]
print(f(["+", "(", "+", "+"], "+"), f(["+", "+"], "+"))
def g(a, d, s):
    if a and d and s: return 1
    if not a and d or s and not d: return 2
    assert (a or d) or s
    while a and d and s: pass
    return 3
print(g([1], {}, "x"), g([], {1: 2}, ""), g([], {}, "x"), g([1], {1: 1}, "u"))
