# Dicts as arguments, results and globals; a global that a recursive call fills.
# expect-oracle
def count(words):
    out = {}
    for w in words:
        if w in out:
            out[w] += 1
        else:
            out[w] = 1
    return out
def merge(a, b):
    for k, v in b.items():
        a[k] = a.get(k, 0) + v
    return a
x = count(["a", "b", "a"])
merge(x, count(["b", "c"]))
print(x, x == {"a": 2, "b": 2, "c": 1})
memo = {}
def fib(n):
    if n in memo:
        return memo[n]
    r = n if n < 2 else fib(n - 1) + fib(n - 2)
    memo[n] = r
    return r
print(fib(80), len(memo))
def fibm(n, memo):
    if n < 2:
        return n
    if n not in memo:
        memo[n] = fibm(n - 1, memo) + fibm(n - 2, memo)
    return memo[n]
print(fibm(60, {}))
graph = {"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}
def bfs(g, start):
    seen = {start}
    q = [start]
    order = []
    while q:
        u = q.pop(0)
        order.append(u)
        for v in g[u]:
            if v not in seen:
                seen.add(v)
                q.append(v)
    return order
print(bfs(graph, "a"))
