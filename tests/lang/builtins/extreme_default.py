# min and max with a default.
# expect-oracle
print(min([], default=7), max([], default=None), max([3, 9], default=0), min((x for x in [4, 2] if x > 3), default=-1), max({}, default="none"), min([1, 2], key=lambda v: -v, default=0))
