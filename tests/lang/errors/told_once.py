# What a refused class or import would bind is not reported again at each use.
# expect-error 5:1: ModuleNotFoundError: No module named 'queue'
# expect-error 8:13: NotImplementedError: a base of this kind is not supported
# expect-error 14:7: NameError: name 'q' is not defined
from queue import deque


class Point(int, float):
    x = 1


d = deque([1, 2])
print(d, Point(3, 4))
print(q)
