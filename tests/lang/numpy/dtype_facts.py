# expect-oracle
import numpy as np

for kind in (np.float16, np.float32, np.float64):
    info = np.finfo(kind)
    print(info.eps, info.max, info.min, info.tiny, info.bits, info.dtype, info.nmant, info.precision, info.resolution)
for kind in (np.int8, np.uint8, np.int32, np.int64):
    print(np.iinfo(kind).min, np.iinfo(kind).max, np.iinfo(kind).bits)
print(np.finfo(np.zeros(2, np.float32).dtype).eps, np.finfo(float).eps + 1.0, np.finfo(np.complex64).max)
print(np.can_cast(np.int32, np.int64), np.can_cast("f8", "f4"), np.can_cast(np.float64, np.float32, "same_kind"), np.can_cast("i4", "u4", casting="unsafe"))
print(np.promote_types("i4", "u4"), np.promote_types(np.float32, np.int16), np.issubdtype(np.float32, np.floating), np.issubdtype(np.int8, np.integer), np.issubdtype(np.float64, np.float64), np.issubdtype(np.uint8, np.signedinteger))
print(np.iscomplexobj([1j]), np.isrealobj(np.ones(2)), np.isscalar(3.0), np.isscalar([1]))
a = np.arange(10)
print(np.shares_memory(a, a[2:4]), np.shares_memory(a[::2], a[1::2]), np.may_share_memory(a[::2], a[1::2]), np.shares_memory(a, a.copy()), np.shares_memory(a[:5], a[5:]), np.shares_memory(a.reshape(2, 5)[:, 1], a[6:7]))
