# None among the items of lists and dicts.
# expect-oracle
d = {"a": 1}
v = d.get("a")
w = d.get("b")
print(v, w, v is None, w is None, d.get("a") + 1, d.get("b", 0) + 1)
print(max(d, key=d.get), sorted({"x": 3, "y": 1}, key={"x": 3, "y": 1}.get))
class_ = None
xs = [1, None, 3]
print(xs, xs[1] is None, [x for x in xs if x is not None], sum(x for x in xs if x is not None))
ys = [None] * 3
ys[1] = 5
print(ys, ys[0] is None)
for y in ys:
    if y is not None:
        print(y + 1)
def walk(tree, key):
    node = tree.get(key)
    while node is not None:
        print(node)
        node = tree.get(node)
walk({"a": "b", "b": "c"}, "a")
prev = None
for x in [1, 2, 4]:
    if prev is not None:
        print(x - prev)
    prev = x
x = None
for i in range(3):
    if i == 1:
        x = i * 2.0
print(x, x is None)
if x is not None:
    y = x + 1
    print(y)
print(isinstance(x, float), x == 2.0, x in [2.0, 3.0])
try_ = None
s = "set" if try_ else "unset"
print(s)
# learning and None together
def first_or_none(xs):
    return xs[0] if xs else None
print(first_or_none([1]), first_or_none([]) if False else 1)
rows = [None] * 3
rows[0] = [1, 2]
print(rows, rows[0][1], rows[1] is None)
cache = {}
def get(k):
    if k not in cache:
        cache[k] = None if k < 0 else k * 2
    return cache[k]
print(get(-1), get(3), cache)
