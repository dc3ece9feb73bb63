# expect-error 8:5: TypeError: the global 'level' holds int, the value is float
# A global that functions assign has one type.
level = 1


def raise_it():
    global level
    level = 1.5


raise_it()
