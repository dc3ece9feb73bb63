# str.format with names and specs that hold fields.
# expect-oracle
w = 8
print("{:>{w}}|{:<{w}}|{:^{w}.2f}".format("a", "b", 2.5, w=w), "{x} {y!r:>5} {0}".format(3, x=1, y="q"), "{{}} {}".format(1), "{:,} {:e} {:%} {:b} {:+d}".format(1234567, 12.5, 0.25, 5, 3))
