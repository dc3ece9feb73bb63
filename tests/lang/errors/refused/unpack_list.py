# expect-error 5:18: NotImplementedError
import math
l = [1.0]
l.append(2)
print(math.hypot(*l))
