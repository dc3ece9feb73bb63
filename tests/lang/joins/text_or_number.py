# expect-oracle
# A conditional that gives a text or a number: it can be printed, formatted and kept.
import numpy as np

for i in range(1, 16):
    word = "Fizz" if i % 3 == 0 else i
    print("FizzBuzz" if i % 15 == 0 else "Buzz" if i % 5 == 0 else word, end=" ")
print()
x = np.array([1.5, -2.0])
for v in x:
    print(v if v > 0 else None, f"<{'neg' if v < 0 else v}>")
