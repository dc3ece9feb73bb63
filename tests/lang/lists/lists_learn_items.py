# Lists that are empty where they are made learn what they hold, nested ones too.
# expect-oracle
n = 4
adj = [[] for _ in range(n)]
for a, b in [(0, 1), (1, 2), (2, 3)]:
    adj[a].append(b)
    adj[b].append(a)
print(adj, adj[1][0] + 1)
a = []
a.append([])
a[0].append(1)
print(a[0][0] + 1, a)
def build(n):
    out = []
    for i in range(n):
        out.append([])
    for i in range(n):
        out[i].append(i * 1.5)
    return out
print(build(3)[1][0] + 1)
def rec(n, out):
    if n == 0:
        return
    if len(out) > 1:
        print(out[0] + 1)
    out.append(n)
    rec(n - 1, out)
o = []
rec(4, o)
print(o)
def make():
    r = []
    for i in range(0):
        pass
    return r
a = make()
a.append(1)
b = make()
b.append("x")
print(a, b)
grid = [[] for _ in range(3)]
for i in range(3):
    for j in range(2):
        grid[i].append([i, j])
print(grid, grid[1][1][0] + 1)
g = []
def add(v):
    g.append(v)
def total():
    s = 0
    for v in g:
        s += v
    return s
for i in range(5):
    add(i)
    print(total())
for t in (1, "a", 2.5):
    x = []
    x.append(t)
    print(x)
queue = [0]
dist = [-1] * 5
dist[0] = 0
adj = [[1, 2], [3], [3], [4], []]
while queue:
    u = queue.pop(0)
    for v in adj[u]:
        if dist[v] < 0:
            dist[v] = dist[u] + 1
            queue.append(v)
print(dist)
def f():
    out = []
    for i in range(3):
        row = []
        for j in range(i):
            row.append(j * 0.5)
        out.append(row)
    return out
r = f()
r.append([9.5])
print(r, r[2][1])
