# expect-oracle
x = 3.14159
n = 42
s = "hpc"
b = True
print(f"{x:.2f} {x:10.3f}|{x:<10.1f}|{x:e} {x!r}")
print(f"{n:05d} {n:x} {n:#b} {n:,} {n:+d} {n:>8}|{n:<8}|{n:^8}|")
print(f"{s:>8}|{s:<8}|{s:^8}|{s!r} {s!s:>6}")
print(f"{b} {b:d} {None} {(1, 2)} {[1.5, 2]}")
w = 12
p = 4
print(f"{x:{w}.{p}f}|")
print(f"{{literal}} {n}{n}")
print(f"{n * 2} {x + 1:.1f} {s + '!'}")
print("{} and {:.2f}, {{x}}".format(n, x))
print("{0} {1} {0!r} {2:>5}".format(s, n, b))
