# expect-error 2:1: NotImplementedError: a class is not supported
class A:
    pass
