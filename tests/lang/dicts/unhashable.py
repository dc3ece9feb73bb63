# expect-error 2:5: TypeError: unhashable type: 'list'
d = {[1]: 2}
