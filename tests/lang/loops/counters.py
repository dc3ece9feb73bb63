# expect-oracle
def edge(n, start):
    k = 0
    for i in range(n):
        if i % 3 == 0:
            k += 1
    return k

def big(n):
    k = 1
    for i in range(n):
        k += 1
    return k

def wide():
    k = 0
    for i in range(2**62):
        k += 4
    return k

def nested(n):
    k = 0
    for i in range(n):
        for j in range(n):
            k += 2
    return k

def back(n):
    k = 5
    for i in range(n, -n, -2):
        k += 3
        if k > 50:
            k = 0
    return k

print(edge(100, 2), big(10), nested(9), back(40))
