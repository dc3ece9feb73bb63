# expect-error 6:10: NotImplementedError: unpacking a dict into this call is not supported
# expect-error 7:3: NotImplementedError: a dict for a parameter of all keywords is not supported
options = {"sep": "-"}
def f(**rest):
    return rest
print(1, **options)
f(**options)
