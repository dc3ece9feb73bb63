# list.sort with a key.
# expect-oracle
a = [5, 2, 8, 1]
a.sort(key=lambda v: -v)
print(a)
w = ["pear", "fig", "apple"]
w.sort(key=len)
print(w)
w.sort(key=str.upper, reverse=True) if False else w.sort(key=lambda s: s[-1], reverse=True)
print(w)
r = [(1, "b"), (0, "c"), (1, "a")]
r.sort(key=lambda t: t[0])
print(r)
a = [3, 1, 2]
a.sort(key=lambda x: -x)
print(a)
a = [3, 1, 2]
a.sort(key=abs, reverse=True)
print(a, sorted(["bb", "a", "ccc"], key=len))
