/* The runtime functions that compiled code may call: one row each. The index of a row is what the
 * RT node of array IR and the RT statement of loop IR hold.
 *
 * X(name, arrays, ins, outs, doc); the C function is rtf_<name>. Its words are, in order:
 *   arrays  one 'a' for each array result: pointers to zeroed hpc_views that the function fills
 *   ins     the inputs: a hpc_view*, o object*, v hpc_value* (a pack), p other pointer, i int64, f double
 *   outs    the other results, written by the function: i, f, o (owned object)
 * At the level of words a, o, v and p are pointers. Array IR lists results as arrays, then outs.
 * Rows are grouped by the file that implements them; add rows at the end of a group. */
#ifndef HPC_RT_TABLE_H
#define HPC_RT_TABLE_H

#include "rt.h"

/* clang-format off */
#define HPC_RT_FUNCTIONS(X)                                                                        \
    /* rtf_array.c */                                                                              \
    X(view_new, "a", "iip", "", "dtype, rank, i64* shape: a fresh C-ordered array")                \
    X(view_new_like, "a", "iipip", "", "dtype, rank, i64* shape, count, hpc_view** operands: "     \
                                       "a fresh array in NumPy's K order of the operands")         \
    X(view_new_as, "a", "ia", "", "dtype, array: a fresh array with the layout of a copy (order K)") \
    X(view_release, "", "a", "", "drop the view's reference and zero it")                          \
    X(view_retain, "", "a", "", "count one more reference")                                        \
    X(view_copy, "a", "ai", "", "a fresh copy; order: 0 C, 1 K, 2 A")                                   \
    X(view_assign, "", "aa", "", "first[...] = second, broadcast, cast, overlap as NumPy's")       \
    X(view_reshape, "a", "aipi", "",                                                               \
      "array, rank, i64* shape, only contiguous ones: a view where NumPy gives one")               \
    X(view_overlaps, "", "aa", "i", "1 where the two may share memory")                            \
    X(view_apart, "", "aaa", "i", "slot, array, target: 1 and a C-ordered copy in the slot, which "  \
                                  "drops what it held, where the two may share memory; else 0")     \
    X(view_renew, "", "aiipi", "", "slot, dtype, rank, i64* shape, order (0 C, 1 F): a fresh array " \
                                   "in the slot, reusing its storage when nothing else counts it") \
    X(view_keep, "", "aa", "", "first = second, counted; what first held is dropped")              \
    X(view_swap, "", "aa", "", "the two change places")                                            \
    X(object_retain, "", "o", "", "count one more reference (NULL is fine)")                       \
    X(object_release, "", "o", "", "drop a reference (NULL is fine)")                              \
    X(reduce, "a", "aiiii", "", "array, air_fn-like code (runtime/reduce.h), axes, keepdims, "     \
                                "dtype or -1: NumPy's order for any layout")                       \
    X(raise, "", "io", "", "fail with the code and the message object (or NULL)")                  \
    X(print, "", "vioo", "", "values, count, sep, end (NULL: the defaults)")                       \
    /* rtf_complex.c */                                                                            \
    X(complex_function, "", "iiff", "ff", "hpc_complex_function, 1 for complex64, re, im")         \
    X(complex_power, "", "iffff", "ff", "1 for complex64, x, y: NumPy's x ** y")                   \
    X(py_complex_power, "", "ffff", "ff", "Python's x ** y of complex numbers")                    \
    /* rtf_operators.c */                                                                          \
    X(int_true_divide, "", "ii", "f", "Python's x / y of ints, y not 0: rounded once")             \
    X(int_power, "", "ii", "i", "Python's x ** n, n >= 0; OverflowError")                          \
    X(text_length, "", "o", "i", "number of code points")                                          \
    X(text_repeat, "", "oi", "o", "text * count")                                                  \
    X(text_compare, "", "oo", "i", "-1, 0 or 1")                                                   \
    X(text_contains, "", "oo", "i", "1 where the second is part of the first")                     \
    X(list_length, "", "o", "i", "of a list or tuple")                                             \
    X(list_concat, "", "oo", "o", "a fresh list of the items of both")                             \
    X(list_repeat, "", "oi", "o", "a fresh list: items * count")                                   \
    X(list_equal, "", "oo", "i", "1 where all items are equal; ValueError for arrays")             \
    X(list_contains, "", "vo", "i", "value, list: 1 where an item equals the value")               \
    /* rtf_python.c */                                                                             \
    X(tuple_new, "", "vi", "o", "values, count: a tuple of them")                                  \
    X(named_tuple_new, "", "vio", "o", "values, count, \"NAME FIELD FIELD ...\"")                  \
    X(list_new, "", "vi", "o", "values, count: a list of them")                                    \
    X(tuple_of, "", "o", "o", "a tuple of a list's items")                                         \
    X(box_pick, "", "vi", "o", "values, n: the nth as a boxed value")                              \
    X(str_of, "", "v", "o", "str(value)")                                                          \
    X(repr_of, "", "v", "o", "repr(value)")                                                        \
    X(format_of, "", "vo", "o", "format(value, spec)")                                             \
    X(text_concat, "", "vi", "o", "strings, count: one after the other")                           \
    X(same_object, "", "oo", "i", "1 where the two are one object")                                \
    X(unbox_int, "", "oii", "i", "boxed value, hpc_kind, dtype: TypeError when it is another")     \
    X(unbox_float, "", "oii", "f", "the same")                                                     \
    X(unbox_complex, "", "oii", "ff", "the same")                                                  \
    X(unbox_array, "a", "oii", "", "boxed value, dtype, rank: TypeError when it is another")       \
    X(unbox_tuple, "", "oi", "o", "boxed value, length: TypeError when it is another")             \
    X(unbox_object, "", "oi", "o", "boxed value, hpc_kind: TypeError when it is another")          \
    /* rtf_sequence.c; an index may be negative, `check` (hpc_check) is its failure; list_get_*     \
     * take with it the kind that the item must be of: item_of there */             \
    X(list_position, "", "oii", "i", "list, index, check: the index from the start")               \
    X(list_get_int, "", "oii", "i", "list or tuple, index, check: the item, known to be an int")   \
    X(list_get_float, "", "oii", "f", "the same of a float")                                       \
    X(list_get_complex, "", "oii", "ff", "the same of a complex number")                           \
    X(list_get_array, "a", "oii", "", "the same of an array")                                      \
    X(list_get_object, "", "oii", "o", "the same of an object")                                    \
    X(list_get_boxed, "", "oii", "o", "the item as a boxed value")                                 \
    X(list_set, "", "oiv", "", "list[index] = value")                                              \
    X(list_slice, "", "oiiii", "o", "list, start, stop, step, given: a fresh list (rtf_python.h)") \
    X(list_set_slice, "", "oiiiio", "", "the same slice = the items of a list")                    \
    X(list_delete, "", "oi", "", "del list[index]")                                                \
    X(list_delete_slice, "", "oiiii", "", "del of a slice")                                        \
    X(list_append, "", "ov", "", "list.append(value)")                                             \
    X(list_extend, "", "oo", "", "list.extend(list)")                                              \
    X(list_insert, "", "oiv", "", "list.insert(index, value)")                                     \
    X(list_remove, "", "ov", "", "list.remove(value)")                                             \
    X(list_index, "", "ov", "i", "list.index(value)")                                              \
    X(list_count, "", "ov", "i", "list.count(value)")                                              \
    X(list_reverse, "", "o", "", "list.reverse()")                                                 \
    X(list_copy, "", "o", "o", "a fresh list of a list's or tuple's items")                        \
    X(list_clear, "", "o", "", "list.clear()")                                                     \
    X(list_sort, "", "oi", "", "list.sort(reverse=...)")                                           \
    X(list_order, "", "ooi", "i", "lists or tuples, 0 <, 1 <=, 2 >, 3 >=")                         \
    /* rtf_hash.c; positions are those of items in the row of entries: list_get_* read them */     \
    X(hash_new, "", "vii", "o", "values, count, 1 set, 2 dict of pairs, 3 set of constants")       \
    /* rtf_hash_key.c: keys that need no box. place: the position of the value (of a set's key),    \
     * added with None where there is none; `kind` is what list_item_kind says of the key */        \
    X(hash_find_int, "", "oii", "i", "hash_find of an int")                                        \
    X(hash_find_float, "", "ofi", "i", "of a float")                                               \
    X(hash_find_text, "", "ooi", "i", "of a string")                                               \
    X(hash_place_int, "", "oii", "i", "dict or set, key, kind")                                    \
    X(hash_place_float, "", "ofi", "i", "the same of a float")                                     \
    X(hash_place_text, "", "oo", "i", "the same of a string")                                      \
    X(hash_store_int, "", "oiii", "", "dict, position, kind, value")                               \
    X(hash_store_float, "", "oiif", "", "the same of a float")                                     \
    /* rtf_deque.c; left: 1, right: 0 */                                                           \
    X(deque_new, "", "oi", "o", "a deque of a list's items; maxlen, plus 1, 0 for none")           \
    X(deque_push, "", "ovi", "", "deque, item, end")                                               \
    X(deque_extend, "", "ooi", "", "deque, list, end")                                             \
    X(deque_check, "", "o", "", "IndexError where there is nothing to pop")                        \
    X(deque_drop, "", "oi", "", "deque, end: an item less")                                        \
    X(deque_rotate, "", "oi", "", "deque, steps to the right")                                     \
    X(deque_clear, "", "o", "", "no item is left")                                                 \
    X(hash_name, "", "oo", "", "what the text of a Counter or defaultdict begins with")            \
    X(hash_length, "", "o", "i", "of a dict or set")                                               \
    X(hash_find, "", "ovi", "i", "key, must be there: position of the value, or of a set's key, "  \
                                 "or -1; KeyError")                                                \
    X(hash_put, "", "ovv", "", "dict[key] = value")                                                \
    X(hash_add, "", "ov", "", "set.add(key)")                                                      \
    X(hash_remove_at, "", "oi", "", "the entry of a position is taken away (-1: none)")            \
    X(hash_next, "", "oii", "ii", "cursor (0 at first), length at the start: position of the next " \
                                  "key, cursor; RuntimeError where the length changed")            \
    X(hash_ended, "", "oii", "", "the same after the last turn: RuntimeError")                     \
    X(hash_last, "", "o", "i", "position of the key that popitem or set.pop takes; KeyError")      \
    X(hash_clear, "", "o", "", "no key is left")                                                   \
    X(hash_copy, "", "o", "o", "dict.copy, set.copy")                                              \
    X(hash_update, "", "oo", "", "dict.update(dict)")                                              \
    X(hash_list, "", "oi", "o", "a list of 0 the keys, 1 the values, 2 pairs")                     \
    X(hash_equal, "", "oo", "i", "1 where two dicts or two sets are equal")                        \
    X(hash_of, "", "v", "i", "hash(value)")                                                        \
    X(set_of, "", "v", "o", "set(value): of a set, dict, list or tuple")                           \
    X(set_operation, "", "ovi", "o", "set, the same, hpc_set_op: a fresh set")                     \
    X(set_update, "", "ovi", "", "the same into the set")                                          \
    X(set_within, "", "oo", "i", "1 where all keys of a set or dict are in the other")             \
    X(set_disjoint, "", "ov", "i", "1 where a set has no key in common with the value")            \
    /* rtf_math.c */                                                                               \
    X(math_gcd, "", "ii", "i", "greatest common divisor, >= 0")                                    \
    X(math_factorial, "", "i", "i", "ValueError for n < 0, OverflowError for n > 20")              \
    X(math_comb, "", "ii", "i", "n choose k")                                                      \
    X(math_perm, "", "ii", "i", "n * (n-1) * ... of k factors")                                    \
    X(math_frexp, "", "f", "fi", "mantissa and exponent")                                          \
    X(math_remainder, "", "ff", "f", "IEEE 754 remainder; ValueError")                             \
    X(math_fsum, "", "a", "f", "exactly rounded sum of a float64 array")                           \
    /* rtf_convert.c */                                                                            \
    X(nonzero_axis, "a", "ai", "", "mask, axis: positions along the axis of what is true")    \
    X(view_readonly, "a", "a", "", "the array as a read-only view")                                \
    X(view_writeable, "", "a", "i", "1 where elements can be assigned")                            \
    X(nonzero_table, "a", "a", "", "mask: int64[n, rank], a row for each element that is true") \
    X(view_in_order, "a", "ai", "",                                                                \
      "a view with axes as they lie in memory; 1: reversed where it is in F order only")           \
    X(part_view, "a", "ai", "", "complex array, 0 or 1: a view of the real or imaginary parts")    \
    X(reduce_more, "a", "aiiiiiaiv", "", "array, op, axes, keepdims, dtype or -1, has where, "     \
                                         "where, has initial, initial (a pack)")                   \
    X(scan, "a", "aiii", "", "array, SUM or PROD, axis or -1, dtype or -1: cumsum, cumprod")       \
    X(list_array, "a", "oii", "", "list (of lists) of numbers or arrays, dtype, rank: np.array")   \
    /* rtf_mask.c */                                                                               \
    X(mask_pack, "", "aaa", "", "destination, source, mask: the blocks where the mask holds")      \
    X(mask_unpack, "", "aaa", "", "destination, blocks, mask: the blocks to where it holds")       \
    /* rtf_order.c */                                                                              \
    X(sorted, "a", "ai", "", "array, axis or -1: np.sort, in K order")                             \
    X(selected, "a", "aiii", "", "array, axis, first, end: sorted as far as these ranks need")     \
    X(sort_in_place, "", "ai", "", "array, axis: ndarray.sort")                                    \
    X(argsort, "a", "ai", "", "array, axis or -1: a stable argsort")                               \
    X(searchsorted, "a", "aai", "", "sorted, values, right: positions")                            \
    X(unique, "aaaa", "ai", "", "array, wanted: values, index, inverse, counts (bits 0 to 2)")     \
    X(bincount, "a", "aaii", "", "x, weights, has weights, minlength")                             \
    X(even_bins, "a", "aafii", "", "vector, edges, width of all bins, 1 where it is a float64 of its " \
                                   "own, 1 for the place of each element instead of counts")       \
    X(interp, "a", "aaaff", "", "x, xp, fp, left, right of float64: np.interp")                    \
    X(list_join, "a", "oiiii", "", "list of arrays, dtype, rank, axis, stacks: np.concatenate")    \
    X(list_item_kind, "", "oii", "i", "list, index, check: hpc_kind, of scalars plus dtype << 8")  \
    X(array_list, "", "a", "o", "ndarray.tolist(): nested lists of Python numbers")                \
    /* rtf_shape.c */                                                                              \
    X(view_diagonal, "a", "aiiii", "", "array, offset, two axes, 1 read-only: a view of a diagonal")  \
    X(view_shares, "", "aa", "i", "1 where the two have a byte of an element in common")           \
    /* rtf_text.c */                                                                               \
    X(text_get, "", "oi", "o", "text[index], or IndexError")                                       \
    X(text_slice, "", "oiiii", "o", "text, start, stop, step, given: a slice (rtf_python.h)")      \
    X(text_chars, "", "o", "o", "the list of a text's characters")                                 \
    X(text_case, "", "oi", "o", "0 upper, 1 lower, 2 title, 3 capitalize, 4 swapcase (ASCII)")     \
    X(text_strip, "", "ooii", "o", "text, characters, given, sides (1 left, 2 right)")             \
    X(text_split, "", "ooii", "o", "text, separator, given, most splits: a list")                  \
    X(text_lines, "", "oi", "o", "text, keep ends: str.splitlines")                                \
    X(text_join, "", "oo", "o", "separator, list of strings; TypeError for other items")           \
    X(text_starts, "", "oo", "i", "1 where the first starts with the second")                      \
    X(text_ends, "", "oo", "i", "1 where the first ends with the second")                          \
    X(text_find, "", "ooi", "i", "text, part, from the right: position, or -1")                    \
    X(text_count, "", "oo", "i", "str.count")                                                      \
    X(text_replace, "", "oooi", "o", "text, old, new, most (-1: all)")                             \
    X(text_pad, "", "oioi", "o", "text, width, fill, how (0 left, 1 right, 2 centred, 3 zfill)")   \
    X(text_is, "", "oi", "i", "0 digit, 1 alpha, 2 alnum, 3 space, 4 upper, 5 lower (ASCII)")      \
    X(text_chr, "", "i", "o", "chr(i)")                                                            \
    X(text_ord, "", "o", "i", "ord(text)")                                                         \
    /* rtf_number.c */                                                                             \
    X(text_of_int, "", "ii", "o", "number, base 2, 8 or 16: bin, oct, hex")                        \
    X(parse_int, "", "oi", "i", "int(text, base)")                                                 \
    X(parse_float, "", "o", "f", "float(text)")                                                    \
    X(float_round, "", "fi", "f", "Python's round(x, digits)")                                     \
    X(int_round, "", "ii", "i", "Python's round(n, digits), digits < 0")                           \
    X(int_power_mod, "", "iii", "i", "Python's pow(x, n, m), n >= 0; ValueError for m 0")          \
    /* rtf_system.c */                                                                             \
    X(clock_time, "", "", "f", "seconds since 1970: time.time")                                    \
    X(clock_monotonic, "", "", "f", "seconds since some moment: time.perf_counter")                \
    X(clock_process, "", "", "f", "seconds of the process: time.process_time")                     \
    X(clock_sleep, "", "f", "", "time.sleep; ValueError for less than 0")                          \
    X(arguments, "", "", "o", "sys.argv")                                                          \
    /* rtf_random.c */                                                                             \
    X(rng_new, "", "i", "o", "np.random.default_rng(int)")                                         \
    X(rng_new_words, "", "a", "o", "np.random.default_rng(array of integers)")                     \
    X(rng_new_os, "", "", "o", "np.random.default_rng()")                                          \
    X(rng_legacy, "", "", "o", "the generator behind np.random.rand")                              \
    X(rng_seed, "", "i", "", "np.random.seed(int)")                                                \
    X(rng_seed_words, "", "a", "", "np.random.seed(array of integers)")                            \
    X(rng_seed_os, "", "", "", "np.random.seed()")                                                 \
    X(rng_draw, "", "oiff", "f", "generator, hpc_dist, a, b: one number")                          \
    X(rng_fill, "", "oiffa", "", "the same, into an array")                                        \
    X(rng_integers, "", "oiiia", "", "generator, low, high, flags (rtf_random.c), array to fill")  \
    X(rng_shuffle, "", "oa", "", "generator, array to shuffle along axis 0")                       \
    X(rng_permutation, "a", "oi", "", "generator, n: the ints below n in random order")            \
    X(rng_permuted, "a", "oa", "", "generator, array: its rows in random order")                   \
    X(rng_choice, "", "oiiia", "", "generator, n, replace, shuffle, i64 array to fill")            \
    X(rng_choice_weighted, "", "oiiiaa", "", "the same with weights before the array to fill")     \
    /* rtf_pyrandom.c */                                                                           \
    X(pyrandom_global, "", "", "o", "the generator of the module random")                          \
    X(pyrandom_new, "", "", "o", "random.Random(), seeded by the operating system")                \
    X(pyrandom_seed, "", "oi", "", "generator, int: its seed")                                     \
    X(pyrandom_bits, "", "oi", "i", "generator, k up to 63: random.getrandbits")                   \
    X(pyrandom_below, "", "oi", "i", "generator, n: an int below n")                               \
    X(pyrandom_draw, "", "oiff", "f", "generator, kind (rtf_pyrandom.c), a, b: one number")        \
    /* rtf_memory.c */                                                                             \
    X(view_as, "a", "ai", "", "array, dtype: ndarray.view")                                        \
    X(view_strided, "a", "aaai", "", "array, extents, byte strides, read-only: as_strided")        \
    X(array_to_file, "", "oao", "", "path, C-ordered array, separator: ndarray.tofile")            \
    X(array_from_text, "a", "oiio", "", "text, dtype, count or -1, separator: np.fromstring")      \
    X(array_from_file, "a", "oiiio", "", "path, dtype, count or -1, offset, separator: np.fromfile") \
    /* rtf_open.c */                                                                               \
    X(file_open, "", "oo", "o", "path, mode: open()")                                              \
    X(file_read, "", "oi", "o", "file, most characters or -1: a text")                             \
    X(file_line, "", "o", "o", "file: the next line, or an empty text")                            \
    X(file_write, "", "oo", "", "file, text")                                                      \
    X(file_close, "", "o", "", "file")                                                             \
    X(file_flush, "", "o", "", "file")                                                             \
    X(bytes_length, "", "o", "i", "number of bytes")                                               \
    X(array_from_bytes, "a", "oiii", "", "bytes, dtype, count or -1, offset: np.frombuffer")       \
    /* rtf_printing.c */                                                                           \
    X(print_options_set, "", "v", "", "nine settings, None for those that stay")                   \
    X(print_options_save, "", "", "o", "the settings, for print_options_restore")                  \
    X(print_options_restore, "", "o", "", "the settings that were saved")                          \
    X(array_text, "", "avoooi", "o", "array, settings, separator, prefix, suffix, kind: "          \
                                     "np.array2string, array_str, array_repr")                     \
    /* rtf_files.c */                                                                              \
    X(npy_load, "a", "oii", "", "path, dtype, rank: np.load; TypeError when it is another")        \
    X(npy_load_boxed, "", "o", "o", "path: np.load as a boxed value")                              \
    X(npy_save, "", "oa", "", "path, array: np.save")                                              \
    X(npz_load, "a", "ooii", "", "path, name, dtype, rank: np.load(path)[name] of a .npz file")    \
    X(npz_load_boxed, "", "oo", "o", "path, name: the same as a boxed value")                      \
    X(npz_files, "", "o", "o", "path: the list of the names in a .npz file")                       \
    X(npz_save, "", "ovii", "", "path, names and arrays in turn, their number, compressed")        \
    X(image_read, "a", "oii", "", "path, dtype, rank: image.read; TypeError when it is another")   \
    X(image_read_boxed, "", "o", "o", "path: image.read as a boxed value")                         \
    X(image_write, "", "oa", "", "path, array: image.write")                                       \
    X(loadtxt, "a", "oiooiiiia", "", "np.loadtxt; the inputs are said in rtf_files.c")             \
    X(loadtxt_boxed, "", "oiooiiiia", "o", "the same as a boxed value")                            \
    X(savetxt, "", "oaviooooo", "", "np.savetxt; the inputs are said in rtf_files.c")              \
    /* matmul.c */                                                                                 \
    X(matmul_into, "", "aaa", "", "first = the product of the second and third, matrices or stacks")\
    X(matmul, "a", "aa", "", "matrix product of two arrays of one dtype, stacks broadcast")        \
    /* linalg_square.c, linalg_any.c: stacks of matrices of one of LAPACK's four types */           \
    X(linalg_solve, "a", "aa", "", "x with a x = b, stacks broadcast; LinAlgError where singular") \
    X(linalg_inv, "a", "ai", "", "inverses; 1: NaN instead of LinAlgError where singular")         \
    X(linalg_det, "aa", "a", "", "signs and logarithms of the sizes of determinants")              \
    X(linalg_log, "", "fi", "f", "what linalg_det adds up: the C library's; 1: in float32")         \
    X(linalg_cholesky, "a", "ai", "", "factors; 1: the upper ones; LinAlgError")                   \
    X(linalg_qr, "aa", "ai", "", "Q and R; 0 reduced, 1 complete, 2 R alone, 3 reflections, tau")  \
    X(linalg_svd, "aaa", "ai", "", "U, S, Vh; 1 for all columns; LinAlgError")                     \
    X(linalg_svdvals, "a", "a", "", "singular values, falling; LinAlgError")                       \
    X(linalg_eigh, "aa", "ai", "", "eigenvalues and -vectors; 1: of the upper triangle")           \
    X(linalg_eigvalsh, "a", "ai", "", "the same eigenvalues alone")                                \
    X(linalg_eig, "aa", "a", "", "complex eigenvalues and -vectors; LinAlgError")                  \
    X(linalg_eigvals, "a", "a", "", "complex eigenvalues alone; LinAlgError")                      \
    X(einsum, "a", "vioi", "", "arrays, count, labels (einsum.c), dtype: the sum of their products")\
    X(contraction, "a", "vioi", "", "einsum of two arrays, labels in the order of axes: laid out as "\
                                    "the sum of their product")                                    \
    X(fft, "a", "aiiif", "", "array, axis, n, way (fft.c), factor: transforms along the axis")     \
    X(linalg_lstsq, "aaa", "aaf", "i", "a, b, limit: x, residuals, singular values, rank")        \
    X(linalg_real, "aa", "aa", "i", "complex values, array: the array's real part, the array, and "\
                                    "0 where no value is imaginary, 1; what it is not is empty")   \
    /* exception.c */                                                                              \
    X(exception_catch, "", "i", "io", "1 in a finally: what failed, as its hpc_code and object")   \
    X(exception_new, "", "ivio", "o", "hpc_code, arguments, count, lineage or NULL")               \
    X(exception_raise, "", "o", "", "fail with the exception")                                     \
    X(exception_is, "", "oo", "i", "exception, \"#2;\": 1 where it is of that class")              \
    X(exception_code, "", "o", "i", "its hpc_code")                                                \
    X(exception_class, "", "o", "o", "its class's name")                                           \
    X(exception_args, "", "o", "o", "its arguments as a boxed tuple")                              \
    /* record.c */                                                                                 \
    X(record_new, "", "io", "o", "bytes, layout: an object with zeroed fields")                    \
    /* watch.c */                                                                                  \
    X(watch_new, "", "", "o", "what iterations of a loop read and write: nothing yet")             \
    X(watch, "", "oaoii", "", "object, array, place (text), iteration, 1 where it writes: "        \
                              "RuntimeError where another iteration writes an element of it, or "  \
                              "reads one that is written")
/* clang-format on */

typedef enum hpc_rt_index {
#define X(name, arrays, ins, outs, doc) HPC_RT_##name,
    HPC_RT_FUNCTIONS(X)
#undef X
        HPC_RT_COUNT
} hpc_rt_index;

typedef struct hpc_rt_row {
    const char *name;
    const char *arrays; /* one 'a' for each array result */
    const char *ins;    /* all input words: arrays, then ins */
    const char *outs;
    hpc_rt_fn fn;
} hpc_rt_row;

/* Rows that always return HPC_OK: compiled code does not look. */
#define HPC_RT_NEVER_FAIL(X)                                                                       \
    X(view_release)                                                                                \
    X(view_retain)                                                                                 \
    X(view_overlaps)                                                                               \
    X(view_keep)                                                                                   \
    X(view_swap)                                                                                   \
    X(object_retain)                                                                               \
    X(object_release)

static inline bool hpc_rt_never_fails(int64_t row)
{
    switch (row) {
#define X(name) case HPC_RT_##name:
        HPC_RT_NEVER_FAIL(X)
#undef X
        return true;
    default: return false;
    }
}

extern const hpc_rt_row hpc_rt_rows[HPC_RT_COUNT]; /* table.c */

#endif
