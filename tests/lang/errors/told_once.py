# What a refused class or import would bind is not reported again at each use.
# expect-error 5:1: ModuleNotFoundError: No module named 'queue'
# expect-error 8:1: NotImplementedError: a class with several bases or keywords is not supported
# expect-error 14:7: NameError: name 'q' is not defined
from queue import deque


class Point(int, float):
    x = 1


d = deque([1, 2])
print(d, Point(3, 4))
print(q)
