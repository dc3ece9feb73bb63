# Dicts and their views in enumerate, zip, reversed and print.
# expect-oracle
for i, k in enumerate({"a": 1, "b": 2}):
    print(i, k)
for a, b in zip({"a": 1, "b": 2}, [1, 2]):
    print(a, b)
print(list(reversed({"a": 1, "b": 2})))
print({1: "a"}.keys(), {1: "a"}.values(), {1: "a"}.items())
