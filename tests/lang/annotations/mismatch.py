# Annotations convert nothing.
# expect-oracle
x: int = 2.5
print(x)
