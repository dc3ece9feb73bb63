# expect-error 3:1: ValueError: list.remove(x): x not in list
l = [1]
l.remove(2)
