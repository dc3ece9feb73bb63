# expect-error 2:7: NotImplementedError
async def f():
    return 1
