# heapq, bisect and operator.
# expect-oracle
import heapq
h = []
for x in [5, 1, 4, 1, 3]:
    heapq.heappush(h, x)
print(h, heapq.heappop(h), h)
q = [9, 4, 7, 1]
heapq.heapify(q)
print(q, heapq.heappushpop(q, 3), heapq.heapreplace(q, 8), q, heapq.nsmallest(2, q), heapq.nlargest(2, q))
def dijkstra(adj, s, n):
    dist = [float("inf")] * n
    dist[s] = 0.0
    pq = [(0.0, s)]
    while pq:
        d, u = heapq.heappop(pq)
        if d > dist[u]:
            continue
        for v, w in adj[u]:
            if d + w < dist[v]:
                dist[v] = d + w
                heapq.heappush(pq, (dist[v], v))
    return dist
print(dijkstra([[(1, 4.0), (2, 1.0)], [(3, 1.0)], [(1, 2.0), (3, 5.0)], []], 0, 4))
import bisect
a = [1, 3, 3, 5]
print(bisect.bisect_left(a, 3), bisect.bisect_right(a, 3), bisect.bisect(a, 0))
bisect.insort(a, 4)
print(a)
import operator
print(operator.add(1, 2), list(map(operator.mul, [1, 2], [3, 4])), sorted([(1, 2), (0, 1)], key=operator.itemgetter(1)))
