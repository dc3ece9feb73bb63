# expect-error 2:1: TypeError: not enough arguments for format string
"%d %d" % (1,)
