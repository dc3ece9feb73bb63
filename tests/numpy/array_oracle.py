"""hpc_view_assign, hpc_view_copy and the cast loops against NumPy, over seeded random views.

    python array_oracle.py RUNTIME_LIBRARY [CASES] [SEED]

Views are cut from one buffer, so that source and destination often overlap, run backwards, stand
across each other or have a step of 0. Float to uint32 out of range is left out: NumPy's result
depends on the element's position there (runtime/cast.h says what ours is).
"""
import ctypes as C
import sys
import warnings

import numpy as np

from print_oracle import DTYPES, numbers
from rtlib import Failure, Runtime, View, same_bits, view_of


def random_view(rng, flat):
    """A view of flat with random axes, steps and directions."""
    rank = int(rng.integers(0, 5))
    if rank == 0:
        return flat[int(rng.integers(0, flat.size)):][:1].reshape(())
    shape = [int(n) for n in rng.integers(0 if rng.random() < 0.1 else 1, 5, rank)]
    step = int(rng.integers(1, 3))
    need = int(np.prod(shape)) * step
    if need >= flat.size:
        shape, need = [2] * rank, 2**rank
        step = 1
    start = int(rng.integers(0, flat.size - need))
    view = flat[start:start + need:step][:int(np.prod(shape))].reshape(shape)
    for axis in range(rank):
        if rng.random() < 0.3:
            view = np.flip(view, axis)
    if rng.random() < 0.4:
        view = view.transpose(rng.permutation(rank))
    return view


def broadcastable(rng, view, flat):
    """A view that assigns to view: its shape with some axes of extent 1 or left out."""
    shape = [n if rng.random() < 0.7 else 1 for n in view.shape]
    drop = int(rng.integers(0, len(shape) + 1)) if rng.random() < 0.3 else 0
    shape = shape[drop:]
    if rng.random() < 0.1:
        shape = [1] + shape
    size = int(np.prod(shape, dtype=int))
    if size > flat.size:
        return None
    start = int(rng.integers(0, flat.size - size + 1))
    source = flat[start:start + size].reshape(shape)
    if shape and rng.random() < 0.4:
        source = np.flip(source, int(rng.integers(0, len(shape))))
    return source


def tame(flat, target):
    """Float values that every x86 conversion turns into the same uint32."""
    if target == np.uint32 and flat.dtype.kind in "fc":
        flat[...] = np.arange(flat.size) % 60000


def main():
    runtime = Runtime()
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 20000
    rng = np.random.default_rng(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    warnings.simplefilter("ignore")
    differences = 0
    for number in range(count):
        dst_type, src_type = (np.dtype(str(name)) for name in rng.choice(DTYPES, 2))
        shared = rng.random() < 0.5
        flat = numbers(rng, src_type, 400)
        if src_type.kind == "f" and rng.random() < 0.3:
            flat = np.array(rng.integers(-300, 300, 400), dtype=src_type)
        tame(flat, dst_type)
        dst_flat = flat if shared else numbers(rng, dst_type, 400)
        ours_src = flat.copy()
        ours_dst = ours_src if shared else dst_flat.copy()
        state = rng.bit_generator.state
        dst = random_view(rng, dst_flat)
        src = broadcastable(rng, dst, flat) if rng.random() < 0.9 else random_view(rng, flat)
        if src is None:
            continue
        rng.bit_generator.state = state
        dst2 = random_view(rng, ours_dst)
        src2 = broadcastable(rng, dst2, ours_src) if rng.random() < 0.9 else \
            random_view(rng, ours_src)
        try:
            dst[...] = src
            wanted = ""
        except ValueError as error:
            wanted = str(error)
        try:
            runtime.call("hpc_view_assign", C.byref(view_of(dst2)), C.byref(view_of(src2)))
            found = ""
        except Failure as error:
            found = str(error).partition(": ")[2]
        if found != wanted or not same_bits(dst_flat, ours_dst):
            differences += 1
            if differences <= 10:
                print(number, src_type, src.shape, src.strides, "->", dst_type, dst.shape,
                      dst.strides, shared, wanted, "|", found)
        copy = View()
        runtime.call("hpc_view_copy", C.byref(copy), C.byref(view_of(src2)))
        copied, _ = runtime.take(copy)
        if not same_bits(np.ascontiguousarray(src2).reshape(src2.shape), copied):
            differences += 1
            print("copy", number, src_type, src2.shape, src2.strides)
    if runtime.live() != 0:
        print("bytes left:", runtime.live())
        differences += 1
    print(f"array_oracle: {count} cases, {differences} differences")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
