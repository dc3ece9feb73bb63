# expect-error 3:7: TypeError: sequence item 0: expected str instance, int found
l = [1, 2]
print(",".join(l))
