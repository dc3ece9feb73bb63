# expect-oracle
dna = "ATGGCCATTGTAATGGGCCGCTGAAAGGGTGCCCGATAG"
complement = {"A": "T", "T": "A", "G": "C", "C": "G"}
rev = "".join(complement[b] for b in reversed(dna))
print(rev)
print(dna.translate(str.maketrans("ACGT", "TGCA"))[::-1] == rev)
gc = (dna.count("G") + dna.count("C")) / len(dna) * 100
print(f"GC content: {gc:.1f}%")
codons = [dna[i:i + 3] for i in range(0, len(dna) - 2, 3)]
table = {"ATG": "M", "GCC": "A", "ATT": "I", "GTA": "V", "GGC": "G", "CGC": "R", "TGA": "*", "AAG": "K", "GGT": "G", "GCG": "A", "CGA": "R", "TAG": "*"}
protein = ""
for c in codons:
    aa = table.get(c, "?")
    if aa == "*":
        break
    protein += aa
print(protein, codons)
kmers = {}
for i in range(len(dna) - 1):
    k = dna[i:i + 2]
    kmers[k] = kmers.get(k, 0) + 1
for k, n in sorted(kmers.items(), key=lambda kv: (-kv[1], kv[0]))[:5]:
    print(k, n)
def hamming(a, b):
    return sum(x != y for x, y in zip(a, b))
print(hamming("GAGCCTACTAACGGGAT", "CATCGTAATGACGGCCT"))
pos, hits = dna.find("ATG"), []
while pos != -1:
    hits.append(pos)
    pos = dna.find("ATG", pos + 1)
print(hits, dna.startswith(("ATG", "GTG")), dna.find("G", 5, 9), dna.index("TAG"))
