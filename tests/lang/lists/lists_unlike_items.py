# expect-error 3:1: TypeError: append: the list holds int, the value is float
l = [1, 2]
l.append(2.5)
