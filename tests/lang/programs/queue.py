# expect-oracle
from collections import deque, namedtuple
import random
Customer = namedtuple("Customer", ["arrival", "service"])
rng = random.Random(5)
def simulate(n, rate_in, rate_out):
    t = 0.0
    customers = []
    for _ in range(n):
        t += rng.expovariate(rate_in)
        customers.append(Customer(t, rng.expovariate(rate_out)))
    free_at = 0.0
    waits = []
    queue = deque(customers)
    while queue:
        c = queue.popleft()
        start = max(free_at, c.arrival)
        waits.append(start - c.arrival)
        free_at = start + c.service
    return waits
waits = simulate(200, 1.0, 1.25)
print(f"mean wait {sum(waits) / len(waits):.3f}, max {max(waits):.3f}, none {sum(1 for w in waits if w == 0)}")
