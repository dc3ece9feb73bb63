# expect-oracle
s = "Hello, World"
print(s.startswith(("He", "Wo")), s.endswith(("d", "x")), s.find("o", 5), s.find("o", 5, 8), s.rfind("o"), s.index("W"), s.count("o", 5))
print(s.center(20, "*"), s.ljust(15, "."), s.rjust(15), s.zfill(15), "42".zfill(5))
print("a,b,c".split(","), "a b c d".split(" ", 2), "a b c".rsplit(" ", 1), "a=b=c".partition("="), "a=b=c".rpartition("="))
print("  x ".strip(), "xxabxx".strip("x"), "xxabxx".lstrip("x"), "xxabxx".rstrip("x"))
print(s.upper(), s.lower(), s.swapcase(), s.title(), s.replace("o", "0", 1))
print("abc".isalpha(), "123".isdigit(), "a1".isalnum(), " ".isspace(), "Abc".isupper(), "abc".islower())
print("line1\nline2\n".splitlines(), "-".join(["a", "b"]), "a\tb".expandtabs(4))
print(f"{3.14159:.2f} {42:05d} {1e6:,.0f} {255:#x} {255:08b} {0.25:.1%} {'x':^5} {'abc'!r:>8} {-3:+d} {1234567:_}")
w = 10
print(f"{s:>{w + 5}}|{3.5:{w}.{2}f}|{s[:3]=}")
print("%d %s %.2f %5d|%-5s|%05.1f %x %e" % (1, "a", 2.5, 42, "ab", 3.14159, 255, 12345.678))
print("{0} {1} {0} {name}".format("a", "b", name="n"), "{:>10.3f}".format(3.14159))
print(s[::-1], s[2:5], s[-3:], "ell" in s, s * 2, "abc" < "abd", ord("a"), chr(98))
print("removeprefix".removeprefix("remove"), "file.txt".removesuffix(".txt"))
print(sorted("hello"), list("abc"), set("aab") == {"a", "b"}, "".join(sorted("hello", reverse=True)))
print("a-b_c".translate(str.maketrans("-_", "  ")), str(3.0), repr("x'y"))
import string
print(string.ascii_lowercase, string.digits, string.punctuation)
