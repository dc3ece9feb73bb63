# expect-error 3:5: AssertionError: n is -1
def check(n):
    assert n > 0, f"n is {n}"
    return n
for k in range(1, -2, -2):
    print("k", k)
    check(k)
# expect: k 1
# expect: k -1
