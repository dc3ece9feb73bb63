# expect-oracle
import random
from random import Random, randint
random.seed(42)
print(random.random(), random.randint(1, 6), random.uniform(2, 5), random.choice([1, 2, 3]), random.gauss(0, 1), random.gauss(5, 2))
print(random.randrange(10), random.randrange(5, 20, 3), random.randrange(20, 5, -4), random.getrandbits(5), random.getrandbits(50))
deck = list(range(10))
random.shuffle(deck)
print(deck, random.sample(deck, 3), random.sample(range(1000), 5), random.sample("abcdef", 2))
print(random.choices([1, 2, 3], k=4), random.choices("abc", weights=[1, 5, 1], k=6), random.choices([1, 2], cum_weights=[3, 4], k=2))
print(random.normalvariate(0, 1), random.expovariate(1.5), random.gammavariate(2.5, 1.0), random.gammavariate(0.5, 2), random.gammavariate(1, 2))
print(random.betavariate(2, 3), random.triangular(0, 10, 3), random.triangular(), random.lognormvariate(0, 0.25), random.vonmisesvariate(0, 4))
print(random.paretovariate(3), random.weibullvariate(1, 1.5), randint(0, 10 ** 12))
r = Random(7)
print(r.random(), r.randint(1, 100), r.choice("xyz"), r.gauss(0, 1), r.sample([1, 2, 3, 4], 2))
xs = [1.5, 2.5, 3.5]
r.shuffle(xs)
print(xs, r.uniform(0, 1), r.expovariate(2))
r.seed(7)
print(r.random())
random.seed(-3)
print(random.random())
random.seed(2 ** 40 + 5)
print(random.random())
random.seed()
print(0 <= random.random() < 1, random.Random().random() < 1)
def walk(n, rng):
    pos = 0
    for _ in range(n):
        pos += rng.choice([-1, 1])
    return pos
print(walk(100, Random(3)))
random.seed(1)
data = [random.randint(0, 100) for _ in range(15)]
print(data)
def estimate_pi(n):
    inside = 0
    for _ in range(n):
        x, y = random.random(), random.random()
        if x * x + y * y <= 1.0:
            inside += 1
    return 4 * inside / n
print(estimate_pi(20000))
for bad in range(3):
    try:
        if bad == 0:
            random.choice(xs[:0])
        elif bad == 1:
            random.sample(xs, 7)
        else:
            random.randint(5, 1)
    except (IndexError, ValueError) as e:
        print(type(e).__name__)
