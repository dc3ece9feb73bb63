# expect-oracle
s = "Hello, World"
print(s.upper(), s.lower(), s.title(), s.capitalize(), s.swapcase(), len(s))
print(s.replace("o", "0"), s.replace("l", "L", 2), s.replace("", "-", 3), s.find("o"), s.rfind("o"), s.find("z"))
print(s.startswith("Hell"), s.endswith("d"), s.startswith("x"), s.count("l"), s.count(""))
print("  pad ".strip() + "|", "  pad ".lstrip() + "|", "  pad ".rstrip() + "|", "xxaxx".strip("x"))
print("a,b,,c".split(","), "a b  c ".split(), "a b c".split(" ", 1), "a  b c".split(None, 1), "".split(), "".split(","))
print(", ".join(["x", "y"]), "-".join("abc"), "".join([]), "+".join(("a", "b")), " ".join(str(i) for i in range(3)))
print("7".zfill(3), "-7".zfill(4), "ab".ljust(5) + "|", "ab".rjust(5, "*"), "ab".center(5) + "|", "abc".center(6, "."))
print("123".isdigit(), "12a".isdigit(), "abc".isalpha(), "a1".isalnum(), " \t".isspace(), "".isdigit(), "AB".isupper(), "ab1".islower())
print("a\nb\r\nc".splitlines(), "a\nb\n".splitlines(True))
print("ab" * 3, "ab" + "cd", "b" in "abc", "x" not in "abc", "a" < "b", "abc" == "abc", "abc" > "abd")
