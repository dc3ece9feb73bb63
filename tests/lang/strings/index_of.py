# expect-oracle
print("abcabc".index("c"), "abcabc".rindex("c"), "é-x".index("x"), "abc".index(""))


def at(text, part):
    return text.index(part)


print(at("hello", "l"))
print(at("hello", "z"))
