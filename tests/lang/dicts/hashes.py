# expect-oracle
print(hash(1), hash(-1), hash(True), hash(2.0), hash(0.5), hash(2**61))
print(hash(-0.0), hash(False))
