# expect-oracle
import random
import math
random.seed(42)
def estimate_pi(n):
    inside = 0
    for _ in range(n):
        x, y = random.random(), random.random()
        if x * x + y * y <= 1.0:
            inside += 1
    return 4 * inside / n
for n in [10, 100, 1000, 10000]:
    print(n, estimate_pi(n), f"{abs(estimate_pi(n) - math.pi):.4%}")
print(random.randint(1, 6), random.uniform(2, 5), random.choice([1, 2, 3]), random.gauss(0, 1))
deck = list(range(10))
random.shuffle(deck)
print(deck, random.sample(deck, 3))
