# expect-oracle
print(chr(65), chr(233), chr(0x20AC), ord("a"), ord("é"), ord("€"))
print(bin(10), oct(64), hex(255), bin(-5), hex(0), oct(-8))
for i in range(3):
    print(chr(ord("a") + i), hex(i * 100), bin(i))
