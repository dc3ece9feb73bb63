# expect: True True True
# expect: True True True
import time
t = time.time()
p = time.perf_counter()
m = time.monotonic()
time.sleep(0.01)
print(t > 1.6e9, time.perf_counter() - p >= 0.01, time.perf_counter_ns() > 0)
print(time.monotonic() - m >= 0.01, time.process_time() > 0, time.time_ns() > 1_600_000_000 * 10**9)
