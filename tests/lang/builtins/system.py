# expect: 1
# expect: 9223372036854775807
# expect: text
import sys
print(len(sys.argv))
print(sys.maxsize)
sys.stdout.write("text\n")
sys.stdout.flush()
