# expect-oracle
import bisect
import operator

a = [1, 3, 5]
bisect.insort_left(a, 3)
bisect.insort_right(a, 4)
print(a)
print(operator.add(2, 3), operator.sub(2, 3), operator.mul(2, 3), operator.truediv(7, 2), operator.floordiv(7, 2))
print(operator.mod(7, 2), operator.neg(4), operator.and_(6, 3), operator.or_(6, 3), operator.xor(6, 3))
print(operator.eq(1, 1), operator.ne(1, 1), operator.lt(1, 2), operator.le(2, 2), operator.gt(1, 2), operator.ge(1, 2))
print(operator.getitem(a, 1), operator.contains(a, 4), operator.contains(a, 9))
