# expect-error 4:1: IndexError: pop from empty list
l = [1]
l.pop()
l.pop()
