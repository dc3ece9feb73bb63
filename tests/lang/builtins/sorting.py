# expect-oracle
print(sorted([3, 1, 2]), sorted((2.5, 1.5)), sorted("hello"), sorted([3, 1, 2], reverse=True))
l = [5, 2, 8, 1, 9, 3]
l.sort()
print(l)
l.sort(reverse=True)
print(l)
t = [(2, "b"), (1, "z"), (2, "a"), (1, "c")]
t.sort()
print(t, sorted(t, reverse=True))
w = ["pear", "fig", "apple"]
w.sort()
print(w, sorted([0.5, -1.0, 3.0, 2.25]), sorted(range(5), reverse=True))
