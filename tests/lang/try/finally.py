# expect-oracle
# finally with return, break, continue, nested and re-raised; what follows runs once.
def ways(n):
    out = []
    for i in range(4):
        try:
            out.append(i)
            if n == 0 and i == 1:
                continue
            if n == 1 and i == 2:
                break
            if n == 2 and i == 1:
                return out
            if n == 3 and i == 1:
                raise ValueError("three")
        finally:
            out.append(10 + i)
        out.append(100)
    return out


for n in range(5):
    try:
        print(ways(n))
    except ValueError as e:
        print("out of ways:", e)


def deep(n):
    try:
        try:
            if n == 0:
                raise KeyError("inner")
            if n == 1:
                return "returned"
            x = 10 // (n - 2)
        except KeyError as e:
            print("inner", e)
            raise RuntimeError("second") from e
        finally:
            print("first finally", n)
    except RuntimeError as e:
        print("outer", e)
        return "handled"
    finally:
        print("second finally", n)
    return str(x)


print(deep(0))
print(deep(1))
try:
    print(deep(2))
except ZeroDivisionError as e:
    print("escaped", e)
print(deep(3))


def again(n):
    try:
        return 1 // n
    except ZeroDivisionError:
        print("again")
        raise


try:
    again(0)
except ArithmeticError as e:
    print("caught again", repr(e))


def swallow(n):
    for i in range(n):
        try:
            raise ValueError(i)
        finally:
            if i == 2:
                return i
            continue
    return -1


print(swallow(2), swallow(5))


def replaced():
    try:
        raise ValueError("old")
    finally:
        raise KeyError("new")


try:
    replaced()
except Exception as e:
    print(type(e).__name__, e)


def counted(values):
    good = bad = 0
    for v in values:
        try:
            if v < 0:
                raise ValueError("negative")
            good += 1
        except ValueError:
            bad += 1
            continue
        else:
            good += 10
        finally:
            bad += 100
    return good, bad


print(counted([1, -1, 2, -3]))
