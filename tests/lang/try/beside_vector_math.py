# expect-oracle
# Handlers stay where elementary functions are put in the place of their calls.
import numpy as np


def guarded(x, k):
    try:
        y = np.exp(x) + np.sin(x)
        return y[k].round(6)
    except IndexError as e:
        print("caught", e)
        return -1.0
    finally:
        print("left", np.log(x + 1).sum().round(6))


x = np.linspace(0, 1, 40)
print(guarded(x, 3))
print(guarded(x, 40))
print((np.exp(x) + 1).sum().round(6))
try:
    print(x[len(x)])
except IndexError as e:
    print(e)
print("end")
