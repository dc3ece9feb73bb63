# expect-oracle
import string
s = "Hello, World"
print(s.startswith(("He", "Wo")), s.endswith(("d", "x")), s.find("o", 5), s.find("o", 5, 8), s.rfind("o"), s.index("W"), s.count("o", 5))
print(s.rfind("o", 0, 6), s.rindex("o", 2), s.index("o", 5, 10), s.find("", 20), s.find("", 12), s.count("", 3), s.find("l", -3), s.find("z", 1))
print(s.startswith("World", 7), s.startswith("lo", 3, 5), s.endswith("Hello", 0, 5), s.startswith("", 50), s.startswith(("x", "lo"), 3))
dna = "ATGGCCATT"
print(dna.translate(str.maketrans("ACGT", "TGCA"))[::-1], "a-b_c".translate(str.maketrans("-_", "  ")))
print("Hello, World! (yes)".translate(str.maketrans("", "", string.punctuation)))
print("abc".translate(str.maketrans({"a": "xx", "b": ""})), str.maketrans("ab", "cd"))
table = str.maketrans("aeiou", "AEIOU")
def shout(text):
    return text.translate(table)
print(shout("education"))
print(string.ascii_lowercase, string.ascii_uppercase, string.digits, string.punctuation, string.ascii_letters, string.hexdigits, repr(string.whitespace))
pos, hits = dna.find("A"), []
while pos != -1:
    hits.append(pos)
    pos = dna.find("A", pos + 1)
print(hits)
try:
    s.index("q", 3)
except ValueError as e:
    print(e)
def caesar(text, shift):
    out = ""
    for ch in text:
        if ch in string.ascii_lowercase:
            out += string.ascii_lowercase[(string.ascii_lowercase.index(ch) + shift) % 26]
        else:
            out += ch
    return out
print(caesar("hello world", 3))
print(string.octdigits, repr(string.printable))
