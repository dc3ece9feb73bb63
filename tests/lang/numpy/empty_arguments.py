# expect-oracle
# Functions whose result for arrays without elements is a rule of its own.
import numpy as np

print(np.repeat(np.zeros(0), -1), np.repeat(np.zeros((0, 3)), -2, axis=0).shape)
print(np.repeat(np.zeros((2, 0)), -1, axis=1).shape, np.repeat(np.zeros((2, 0)), [-1], axis=1).shape)
print(np.nanmedian(np.zeros((0, 3)), axis=0), np.nanmedian(np.zeros((3, 0)), axis=0))
print(np.partition(np.zeros(0), 0), np.partition(np.zeros(0), 3), np.argpartition(np.zeros(0), 1))
print(np.unique(np.zeros((0, 3)), axis=0).shape, np.add.reduceat(np.arange(3.0), [0, 1]))
try:
    print(np.repeat(np.zeros((2, 0)), -1, axis=0))
except ValueError:
    print("repeat")
for shape in ((0,), (0, 3), (2, 0)):
    try:
        print(np.zeros(shape).reshape(-1, 0).shape)
    except ValueError:
        print("reshape")
    print(np.zeros(shape).reshape(-1, 2).shape, np.zeros(shape).reshape(-1).shape)
try:
    print(np.add.reduceat(np.arange(3.0), np.array([0, -1])))
except IndexError:
    print("reduceat")


def told(f):
    try:
        print(f())
    except IndexError as error:
        print(error)


e = np.zeros((0, 3))
told(lambda: np.take(e, [0, 1], axis=1).shape)
told(lambda: np.take(e, [5], axis=1).shape)
told(lambda: np.take(e, [7], axis=1, mode="clip").shape)
told(lambda: np.take(e, [0], axis=0))
told(lambda: np.take(e, [0]))
told(lambda: np.take(np.zeros(0), 0, mode="clip"))
told(lambda: np.take(e, np.array([], dtype=int), axis=0))
told(lambda: np.take(np.zeros((3, 0)), [5], axis=0))
print(np.partition(e, 5, axis=1).shape, np.argpartition(e, 5, axis=1).shape)
fixed = np.broadcast_to(np.zeros(3), (2, 3))
try:
    fixed[5, 0] = 1
except ValueError as error:
    print(error)
try:
    fixed[0, 0] += 1
except ValueError as error:
    print(error)
