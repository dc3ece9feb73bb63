# expect-oracle
import sys
def stop(n):
    if n > 1:
        sys.exit(0)
    print("went on", n)
stop(1)
stop(2)
print("after")
