# expect-oracle
def collect(n):
    out = []
    def visit(k):
        for i in range(k):
            out.append(i)
        return len(out)
    for k in range(n):
        visit(k)
    return out
print(collect(4))
def table(n):
    rows = [0]
    def add(k):
        while k > 0:
            rows.append(k)
            k -= 1
    add(n)
    add(2)
    return rows
print(table(3))
