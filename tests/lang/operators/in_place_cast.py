# expect-error 5:1: UFuncTypeError: Cannot cast ufunc 'add' output from dtype('float64') to dtype('int64') with casting rule 'same_kind'
import numpy as np

a = np.arange(3)
a += 1.5
