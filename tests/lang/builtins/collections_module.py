# collections: deque, defaultdict, Counter, in functions, in containers, printed.
# expect-oracle
from collections import Counter, defaultdict, deque

import numpy as np


def bfs(neighbours, start):
    seen = {start: 0}
    queue = deque([start])
    while queue:
        at = queue.popleft()
        for other in neighbours[at]:
            if other not in seen:
                seen[other] = seen[at] + 1
                queue.append(other)
    return seen


def window(n, k):
    last = deque(maxlen=k)
    means = []
    for i in range(n):
        last.append(i * i)
        means.append(sum(last) / len(last))
    return means, last


def ends():
    d = deque()
    for i in range(10):
        if i % 2:
            d.appendleft(i)
        else:
            d.append(i)
    d.rotate(3)
    print(d)
    d.rotate(-1)
    print(d, d[0], d[-1], len(d), 4 in d, d.count(4), d.index(4))
    while len(d) > 4:
        d.pop()
        d.popleft()
    d.extend([1, 2])
    d.extendleft((7, 8))
    d.reverse()
    d.remove(8)
    print(d, list(d), sorted(d), np.array(d).sum(), max(d))
    d[1] = 100
    for i, v in enumerate(d):
        print(i, v, end="; ")
    print(d == deque(list(d)), d == list(d), bool(d), isinstance(d, deque), isinstance(d, list))
    d.clear()
    print(d, bool(d), deque("abc"), deque([1.5, 2], maxlen=1), deque((i for i in range(3)), 2))
    try:
        d.pop()
    except IndexError as e:
        print(e)


def grouped(words):
    groups = defaultdict(list)
    for w in words:
        groups[len(w)].append(w)
    sizes = defaultdict(int)
    for w in words:
        sizes[w[0]] += 1
    where = defaultdict(lambda: -1.0)
    where["a"] = 2.5
    print(groups, sizes, where["a"], where["b"], len(where), "c" in where, where.get("c", 7.0))
    print(groups[99], len(groups), dict(sizes), sizes == {"a": 2, "b": 2, "c": 1})
    return groups


def nested():
    table = defaultdict(lambda: defaultdict(int))
    for i in range(6):
        table[i % 2][i % 3] += i
    return {k: dict(v) for k, v in table.items()}


def counts():
    c = Counter("mississippi")
    print(c, c["s"], c["z"], len(c), c.most_common(2), c.total())
    c["z"] += 2
    c.update("mmm")
    c.subtract({"i": 3})
    print(c, sorted(c.elements()), c.most_common())
    n = Counter(np.array([3, 1, 3, 2, 3, 1]).tolist())
    print(n, n[3], n.most_common(1)[0][0], Counter(), Counter({"x": 2, "y": 3}))
    print(Counter([1, 2, 2]) == Counter([2, 1, 2]), Counter([1]) != Counter([2]), sum(n.values()), [k for k in n])
    del n[1]
    del n[77]
    print(n, isinstance(n, Counter), isinstance(n, dict), type(n), type(deque()).__name__)
    e = Counter()
    for v in [True, False, True]:
        e[v] += 1
    print(e)


print(bfs({0: [1, 2], 1: [3], 2: [3, 4], 3: [5], 4: [], 5: []}, 0))
print(window(8, 3))
ends()
print(grouped(["apple", "bat", "cat", "add", "bread"])[3])
print(nested())
counts()
q = deque([(0, 0), (1, 2)])
q.append((3, 4))
x, y = q.popleft()
print(x, y, q, [q, q])
total = 0
work = deque(range(1000))
while work:
    v = work.popleft()
    total += v
    if v % 3 == 0 and v > 0:
        work.append(v // 3)
print(total)
