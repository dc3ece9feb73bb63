# expect-oracle
# sorted(), min() and max() with a key: called once for each item, equal ones keep their order.
import numpy as np

rows = [(1, 2.5, "b"), (2, -1.0, "a"), (3, 2.5, "c")]
print(max(rows, key=lambda r: r[1]), min(rows, key=lambda r: r[1]))
print(sorted(rows, key=lambda r: r[1]), sorted(rows, key=lambda r: -r[1]))
print(sorted(rows, key=lambda r: r[1], reverse=True), sorted(rows, key=lambda r: r[2]))
words = ["pear", "fig", "banana", "kiwi"]
print(sorted(words, key=len), max(words, key=len), min(words, key=len))
print(sorted("bAc", key=str.lower) if False else "", max(3, -7, 5, key=abs))


def steps(n):
    print("steps", n)
    count = 0
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        count += 1
    return count


print(max(range(1, 6), key=steps), sorted(range(3, 0, -1), key=steps))
dist = [4.0, 1.0, 3.0]
done = [False, True, False]
print(min((i for i in range(3) if not done[i]), key=lambda i: dist[i]))
print(min(np.array([3, -2, 1]), key=abs), sorted(np.array([3.5, -2, 1]), key=lambda v: v * v))
nothing = [w for w in words if len(w) > 10]
print(sorted(nothing, key=len))
print(max(nothing, key=len))
