# expect-error 3:12: AttributeError
import sys
sys.stderr.write("text")
