# Programs with lists and dicts: recursion, memos, tables, backtracking.
# expect-oracle
text = """the quick brown fox
jumps over the lazy dog
the end"""
freq = {}
for line in text.splitlines():
    for word in line.split():
        freq[word] = freq.get(word, 0) + 1
top = sorted(freq.items(), key=lambda kv: (-kv[1], kv[0]))[:3]
for w, c in top:
    print(f"{w:<8}{c:>4}")
longest = max(freq, key=len)
print(longest, len(freq), sum(freq.values()))
def hanoi(n, a, b, c, moves):
    if n == 0:
        return
    hanoi(n - 1, a, c, b, moves)
    moves.append((a, c))
    hanoi(n - 1, b, a, c, moves)
m = []
hanoi(3, "A", "B", "C", m)
print(len(m), m)
def knap(weights, values, cap):
    n = len(weights)
    dp = [[0] * (cap + 1) for _ in range(n + 1)]
    for i in range(1, n + 1):
        for w in range(cap + 1):
            dp[i][w] = dp[i - 1][w]
            if weights[i - 1] <= w:
                dp[i][w] = max(dp[i][w], dp[i - 1][w - weights[i - 1]] + values[i - 1])
    return dp[n][cap]
print(knap([1, 3, 4, 5], [1, 4, 5, 7], 7))
def lcs(a, b):
    memo = {}
    def go(i, j):
        if i == len(a) or j == len(b):
            return 0
        if (i, j) in memo:
            return memo[i, j]
        if a[i] == b[j]:
            r = 1 + go(i + 1, j + 1)
        else:
            r = max(go(i + 1, j), go(i, j + 1))
        memo[i, j] = r
        return r
    return go(0, 0)
print(lcs("AGGTAB", "GXTXAYB"))
def subsets(xs):
    out = [[]]
    for x in xs:
        out += [s + [x] for s in out]
    return out
print(subsets([1, 2, 3]))
def solve(n):
    sols = []
    def place(row, cols):
        if row == n:
            sols.append(cols[:])
            return
        for c in range(n):
            ok = True
            for r, cc in enumerate(cols):
                if cc == c or abs(cc - c) == row - r:
                    ok = False
                    break
            if ok:
                cols.append(c)
                place(row + 1, cols)
                cols.pop()
    place(0, [])
    return sols
print(len(solve(6)), solve(4))
def rle(s):
    out = []
    prev = None
    n = 0
    for ch in s:
        if ch == prev:
            n += 1
        else:
            if prev is not None:
                out.append((prev, n))
            prev = ch
            n = 1
    out.append((prev, n))
    return out
print(rle("aaabbc"), "".join(f"{c}{n}" for c, n in rle("aaabbc")))
def roman(n):
    vals = [(1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]
    s = ""
    for v, r in vals:
        while n >= v:
            s += r
            n -= v
    return s
print([roman(x) for x in [1994, 49, 2023]])
def collatz(n, cache={}):
    if n in cache:
        return cache[n]
    if n == 1:
        r = 1
    elif n % 2 == 0:
        r = 1 + collatz(n // 2)
    else:
        r = 1 + collatz(3 * n + 1)
    cache[n] = r
    return r
print(max(range(1, 30), key=collatz), collatz(27))
points = {"a": (0.0, 0.0), "b": (3.0, 4.0)}
def dist(p, q):
    return ((p[0] - q[0]) ** 2 + (p[1] - q[1]) ** 2) ** 0.5
print({(i, j): dist(points[i], points[j]) for i in points for j in points if i < j})
s = "hello world"
vowels = {c for c in s if c in "aeiou"}
print(sorted(vowels), len(set(s)), "".join(sorted(set(s))), {c: s.count(c) for c in sorted(set(s)) if c != " "})
print(any(c.isupper() for c in s), all(c.islower() or c == " " for c in s), [i for i, c in enumerate(s) if c == "o"])
def bubble(a):
    n = len(a)
    for i in range(n):
        swapped = False
        for j in range(n - i - 1):
            if a[j] > a[j + 1]:
                a[j], a[j + 1] = a[j + 1], a[j]
                swapped = True
        if not swapped:
            break
    return a
print(bubble([5, 1, 4, 2]), bubble([2.5, 1.5]), bubble(["b", "a"]))
