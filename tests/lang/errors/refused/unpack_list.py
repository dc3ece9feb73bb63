# expect-error 5:9: NotImplementedError
l = [1]
l.append(2)
def f(*a): return len(a)
print(f(*l))
