# expect-error 2:1: TypeError: %d format: a real number is required, not str
"%d" % "x"
