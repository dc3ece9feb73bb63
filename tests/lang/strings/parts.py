# Parts of strings by methods that the language gives.
# expect-oracle
print("a,b,c".partition(","), "abc".partition("x"), "a.b.c".rpartition("."), "a.b.c".rsplit(".", 1), "a.b.c".rsplit("."), "xxabc".removeprefix("xx"), "abc.py".removesuffix(".py"), "a\tbc\td".expandtabs(4))
k, _, v = "key=val".partition("=")
print(k, v)
