# expect-oracle
# Names declared global: functions assign them, everyone reads what was assigned last.
import numpy as np

count = 0
total = 0.0
last = np.zeros(2)
log = []


def step(x):
    global count, total, last
    count += 1
    total += x
    if count % 2 == 0:
        last = np.array([x, total])
    log.append(count)
    return count


def twice(x):
    for k in range(2):
        step(x + k)
    return count


print(step(1.5), count, total, last)
print(twice(10.0), count, total, last, log)
for i in range(3):
    step(float(i))
    if count > 4:
        total = -1.0
print(count, total, last, log)
count = 100
print(step(0.5), count)
last[0] = 7
print(last, [step(1.0) for _ in range(2)], count)
while count < 110:
    count += 3
    step(0.0)
print(count, len(log))
