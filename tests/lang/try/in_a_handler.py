# expect-oracle
# A try whose function has no name of its own; raising in a handler.


def reraise():
    try:
        try:
            [][0]
        except IndexError as e:
            raise RuntimeError("wrapped") from e
    except RuntimeError as e:
        return str(e)


def first(i):
    try:
        return 10 // i
    except ZeroDivisionError as e:
        return len(str(e))


print(reraise(), first(2), first(0))
try:
    assert 1 == 2, "math broke"
except AssertionError as e:
    print("AE", e)
