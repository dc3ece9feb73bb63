# expect-oracle
import numpy as np
def kind(x):
    if isinstance(x, bool):
        return "bool"
    if isinstance(x, int):
        return "int"
    if isinstance(x, (float, np.floating)):
        return "float"
    if isinstance(x, np.ndarray):
        return "array"
    if isinstance(x, str):
        return "str"
    if isinstance(x, (list, tuple)):
        return "sequence"
    return "other"
print(kind(True), kind(1), kind(1.5), kind(np.float32(1)), kind(np.zeros(2)), kind("a"), kind([1]))
print(kind((1, 2)), kind(None), kind(1j), isinstance(np.float64(1), float), isinstance(np.int64(1), int))
print(isinstance(np.int8(1), np.integer), isinstance(np.uint8(1), np.signedinteger), isinstance(1, np.integer))
