# expect-oracle
s = "abcdef"
n = 2
print(s[0], s[-1], s[n], s[1:3], s[:n], s[n:], s[::-1], s[::2], s[-3:-1])
u = "aé€b"
print(len(u), u[1], u[2], u[-1], u[1:3], u[::-1])
for c in s[:3]:
    print(c, ord(c))
t = ""
for i in range(5):
    t += str(i)
print(t, len(t), t[n], t[1:n + 2])
print(t.upper() == t, t.find("3"), t.replace("1", "one"))
