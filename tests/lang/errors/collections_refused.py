# What deques, Counters and defaultdicts do not do here, or nowhere.
# expect-error 13:1: TypeError: sequence index must be integer, not 'slice'
# expect-error 14:1: NotImplementedError: + of a deque is not supported
# expect-error 15:3: NotImplementedError: deque.maxlen is not supported
# expect-error 16:1: NotImplementedError: - of a Counter is not supported
# expect-error 17:1: NotImplementedError: a defaultdict without a function of the program is not supported
# expect-error 18:1: NotImplementedError: the text of a container of objects is not supported
# expect-error 19:3: AttributeError: 'collections.deque' object has no attribute 'popright'
# expect-error 20:14: NotImplementedError: Counter.copy is not supported: Counter(c) makes a copy
from collections import Counter, defaultdict, deque

d = deque([1, 2])
d[0:1]
d + d
d.maxlen
Counter("a") - Counter("b")
defaultdict()
print(defaultdict(lambda: 0))
d.popright()
Counter("a").copy()
