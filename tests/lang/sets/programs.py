# Programs with sets; a set under two names.
# expect-oracle
primes = set(range(2, 50))
for i in range(2, 8):
    primes -= set(range(i * i, 50, i))
print(sorted(primes), len(primes))
a = {1, 2}
b = a
b.add(3)
print(a, a is b, a == b, {1: a}, [a], (a,))
def mod(s):
    s.add(99)
    return s
print(sorted(mod(a)), 99 in b)
