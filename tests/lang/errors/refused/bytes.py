# expect-error 11:1: NotImplementedError: bytes here (np.frombuffer makes an array of them) is not supported
# expect-error 12:7: NotImplementedError: comparing bytes is not supported
# expect-error 13:18: NotImplementedError: a file that is both read and written is not supported
# expect-error 14:18: NotImplementedError: an encoding other than UTF-8 is not supported
# expect-error 15:3: AttributeError: 'bytes' object has no attribute 'decode'
# expect-error 16:15: NotImplementedError: frombuffer of anything but bytes read from a file is not supported
import numpy as np

f = open("numbers.bin", "rb")
b = f.read()
print(b)
print(b == b)
open("text.txt", "r+")
open("text.txt", encoding="latin-1")
b.decode()
np.frombuffer("abcd")
