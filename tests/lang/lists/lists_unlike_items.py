# expect-error 3:1: TypeError: append: the list holds int, the value is str
l = [1, 2]
l.append("x")
