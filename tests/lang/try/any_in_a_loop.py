# expect-oracle
# any() and all() of a generator in a try in a loop: what they have found is nothing that a later piece of
# the program reads.
q1 = q2 = q3 = q4 = q5 = 0
counts = [0, 5]
for k, x in [(1, 2), (0, 7)]:
    try:
        if any(w > x for w in counts):
            print(k, x)
        print(all(w < 9 for w in counts), any(c > 8 for w in counts for c in (w, x + w)))
        print(counts[x])
    except IndexError as e:
        print(e)
try:
    print([w for w in counts if any(w < v for v in counts)], q1 + q2 + q3 + q4 + q5)
except ZeroDivisionError as e:
    print(e)
for name in "ab":
    for k in list(counts):
        try:
            print(any((w > 2 for w in list(reversed(counts)))), name)
            counts.append(counts.index(3))
        except LookupError as e:
            print(e)
        except Exception as e:
            print("other", e)
