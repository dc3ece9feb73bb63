# expect: True True True
import time
t = time.time()
p = time.perf_counter()
time.sleep(0.01)
print(t > 1.6e9, time.perf_counter() - p >= 0.01, time.perf_counter_ns() > 0)
