# expect-oracle
def f():
    """doc"""
def g():
    ...
def h(): pass
print(f(), g(), h())
class_ = 3
if class_: pass
for _ in range(2): ...
"just a string"
1 + 1
print(class_)
