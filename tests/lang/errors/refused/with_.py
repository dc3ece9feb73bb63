# expect-error 5:6: NotImplementedError: this context manager is not supported
class Lock:
    def __enter__(self):
        return self
with Lock() as lock:
    print(1)
