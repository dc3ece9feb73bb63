# expect-oracle
class Matrix:
    def __init__(self, rows):
        self.rows = [list(r) for r in rows]
    @classmethod
    def identity(cls, n):
        return cls([[1 if i == j else 0 for j in range(n)] for i in range(n)])
    @property
    def shape(self):
        return len(self.rows), len(self.rows[0])
    def __add__(self, other):
        return Matrix([[a + b for a, b in zip(r, s)] for r, s in zip(self.rows, other.rows)])
    def __mul__(self, other):
        cols = list(zip(*other.rows))
        return Matrix([[sum(a * b for a, b in zip(row, col)) for col in cols] for row in self.rows])
    def __pow__(self, n):
        result = Matrix.identity(len(self.rows))
        base = self
        while n:
            if n & 1:
                result = result * base
            base = base * base
            n >>= 1
        return result
    def transpose(self):
        return Matrix(zip(*self.rows))
    def __str__(self):
        return "\n".join(" ".join(f"{v:4}" for v in row) for row in self.rows)
m = Matrix([[1, 1], [1, 0]])
print(m ** 10)
print(m.transpose().shape, (m + m))
print([list(c) for c in zip(*[[1, 2, 3], [4, 5, 6]])])
