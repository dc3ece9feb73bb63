# expect: before
# expect-error 5:1: SystemExit
import sys
print("before")
sys.exit(3)
print("after")
