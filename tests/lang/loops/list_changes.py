# Loops over lists that the turns change.
# expect-oracle
x = [1, 2, 3]
n = 0
for v in x:
    n += 1
    if len(x) < 6:
        x.append(v)
print(n, x)
y = [1, 2, 3, 4]
for v in y:
    if v % 2 == 0:
        y.remove(v)
    n += 1
print(n, y)
z = [1, 2, 3, 4, 5, 6]
for v in z:
    print(v)
    z.remove(v)
print(z)
q = [0]
for u in q:
    if u < 5:
        q.append(u + 1)
print(q)
for i, u in enumerate(q):
    if i < 2:
        q.append(7)
print(q, [v for v in q], i)
def bfs(adj, s):
    seen = [False] * len(adj)
    seen[s] = True
    order = [s]
    for u in order:
        for v in adj[u]:
            if not seen[v]:
                seen[v] = True
                order.append(v)
    return order
print(bfs([[1, 2], [3], [3], []], 0))
x = [1, 2, 3]
for a, b in zip(x, range(10)):
    if len(x) < 8:
        x.append(a * 10)
    last = b
print(x, last)
y = [5, 4, 3]
for v in y:
    if v == 4:
        y.clear()
else:
    print("else", y)
total = 0
z = [0.5]
for v in z:
    total += v
    if len(z) < 4:
        z.append(v * 2)
print(total, z)
def drop(xs):
    for x in xs:
        del xs[0]
        print(x)
    return xs
print(drop([1, 2, 3, 4]))
w = []
for v in w:
    w.append(1)
    s = v
print(w)
k = [[1], [2]]
for r in k:
    r.append(9)
    if len(k) < 3:
        k.append([7])
print(k)
for v in [3, 1]:
    w.append(v)
for c in w:
    if c == 3:
        continue
    w += [3]
    if len(w) > 4:
        break
print(w)
